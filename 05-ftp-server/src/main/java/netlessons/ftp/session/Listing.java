package netlessons.ftp.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import netlessons.ftp.data.Counted;
import netlessons.ftp.data.Transfer;
import netlessons.ftp.folder.Entries;
import netlessons.ftp.folder.Found;
import netlessons.ftp.wire.Reply;

/** A list on its way to the client. For one thread. */
final class Listing implements Transfer {
    private static final int BUFFER = 64 << 10;

    private final Entries entries;
    private final Function<Found, String> line;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    Listing(Entries entries, Function<Found, String> line) {
        this.entries = entries;
        this.line = line;
    }

    @Override
    public Reply run(Counted stream) throws IOException {
        try (entries) {
            for (Optional<Found> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                byte[] bytes = (line.apply(entry.get()) + "\r\n").getBytes(StandardCharsets.UTF_8);
                if (bytes.length > buffer.remaining()) {
                    send(stream);
                }
                buffer.put(bytes);
            }
            send(stream);
            stream.finish();
        }
        return Reply.of(226, "Transfer complete.");
    }

    private void send(Counted stream) throws IOException {
        stream.write(buffer.flip());
        buffer.clear();
    }

    @Override
    public void drop() {
        try {
            entries.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
