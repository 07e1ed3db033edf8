package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import netlessons.testkit.ftp.DataWire;
import netlessons.testkit.ftp.Ftp;

/** A file in the served folder that no buffer of the system can swallow: who begins to read it can stop in its middle. */
record LargeFile(byte[] bytes) {
    static final int SIZE = 16 << 20;

    private static final int FIRST = 1000;

    static LargeFile in(ServedFolder folder) throws IOException {
        byte[] bytes = folder.random(SIZE);
        folder.write("big", bytes);
        return new LargeFile(bytes);
    }

    /** A transfer that waits for the client to read. */
    DataWire begin(Ftp ftp) {
        DataWire data = ftp.data().connectSlowly(ftp.data().pasvPort());
        ftp.begin("RETR big");
        assertThat(data.sip(FIRST)).as("the first bytes of the file").isEqualTo(Arrays.copyOf(bytes, FIRST));
        return data;
    }

    void expectRest(DataWire data) {
        byte[] rest = data.wire().gulp().readToEnd(SIZE, "the rest of the file");
        assertThat(rest).as("the rest of the file").isEqualTo(Arrays.copyOfRange(bytes, FIRST, SIZE));
    }
}
