package netlessons.ftp.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import netlessons.ftp.FtpListener;
import netlessons.ftp.data.Counted;
import netlessons.ftp.data.LineEnds;
import netlessons.ftp.data.Transfer;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.wire.Reply;

/** A file on its way to the client. For one thread. */
final class Sending implements Transfer {
    private static final int BUFFER = 64 << 10;

    private final Session session;
    private final VirtualPath path;
    private final FtpListener.Client client;
    private final FileChannel file;
    private final long start;
    private final boolean ascii;

    Sending(Session session, VirtualPath path, FileChannel file, long start, boolean ascii) {
        this.session = session;
        this.path = path;
        this.client = session.client();
        this.file = file;
        this.start = start;
        this.ascii = ascii;
    }

    @Override
    public Reply run(Counted stream) throws IOException {
        boolean complete = false;
        try (file) {
            if (ascii) {
                sendLines(stream);
            } else {
                send(stream);
            }
            stream.finish();
            complete = true;
        } finally {
            session.service
                    .listener()
                    .sent(client, new FtpListener.Moved(path, stream.sent(), stream.nanos(), complete));
        }
        return Reply.of(226, "Transfer complete.");
    }

    /** What is there when it ends, if it grows meanwhile; nothing makes up for what has been cut off. */
    private void send(Counted stream) throws IOException {
        long end = file.size();
        for (long at = start; at < end; ) {
            long count = stream.send(file, at, end - at);
            if (count == 0) {
                throw new IOException("The file has become shorter");
            }
            at += count;
        }
    }

    private void sendLines(Counted stream) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(BUFFER);
        LineEnds ends = new LineEnds();
        file.position(start);
        while (file.read(in) >= 0) {
            stream.write(ends.toNetwork(in.flip()));
            in.clear();
        }
    }

    @Override
    public void drop() {
        try {
            file.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
