package netlessons.downloader.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final List<Integer> writes = new ArrayList<>();

    /** As System.out is made. */
    private final PrintStream terminal = new PrintStream(
            new BufferedOutputStream(
                    new OutputStream() {
                        @Override
                        public void write(int octet) {
                            writes.add(1);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int length) {
                            writes.add(length);
                        }
                    },
                    8192),
            false);

    @Test
    @DisplayName("what is printed before a flush is one write, however long; a line is flushed by itself")
    void onePiece() {
        PrintWriter out = Output.of(terminal);
        out.print("a".repeat(100));
        assertThat(writes).isEmpty();
        out.print("b".repeat(99_900));
        out.flush();
        assertThat(writes).containsExactly(100_000);
        out.println("c");
        assertThat(writes).containsExactly(100_000, 1 + System.lineSeparator().length());
        out.flush();
        assertThat(writes).hasSize(2);
    }
}
