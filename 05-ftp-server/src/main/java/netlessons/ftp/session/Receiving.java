package netlessons.ftp.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import netlessons.ftp.FtpListener;
import netlessons.ftp.data.Counted;
import netlessons.ftp.data.LineEnds;
import netlessons.ftp.data.Transfer;
import netlessons.ftp.folder.Incoming;
import netlessons.ftp.folder.Reason;
import netlessons.ftp.folder.VirtualPath;
import netlessons.ftp.wire.Reply;

/** A file on its way from the client. For one thread. */
final class Receiving implements Transfer {
    private static final int BUFFER = 64 << 10;

    private final Session session;
    private final VirtualPath path;
    private final FtpListener.Client client;
    private final Incoming file;
    private final boolean ascii;

    Receiving(Session session, VirtualPath path, Incoming file, boolean ascii) {
        this.session = session;
        this.path = path;
        this.client = session.client();
        this.file = file;
        this.ascii = ascii;
    }

    /** Told to be complete only when it is: the file is closed and has its name before the 226. */
    @Override
    public Reply run(Counted stream) throws IOException {
        boolean complete = false;
        try (file) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            LineEnds ends = new LineEnds();
            while (stream.read(buffer) >= 0) {
                try {
                    buffer.flip();
                    file.write(ascii ? ends.toFile(buffer) : buffer);
                    buffer.clear();
                } catch (IOException e) {
                    return failed(e);
                }
            }
            try {
                file.write(ends.rest());
                file.force();
                if (session.isBroken()) { // what looks like the end of the file is that of a client which was killed
                    return Reply.of(426, "Connection closed; transfer aborted.");
                }
                file.publish();
                complete = true;
            } catch (IOException e) {
                return failed(e);
            }
        } finally {
            session.service
                    .listener()
                    .received(client, new FtpListener.Moved(path, stream.received(), stream.nanos(), complete));
        }
        return Reply.of(226, "Transfer complete.");
    }

    /** What has filled the disk is of no use to anybody, and nobody would see why it is full. */
    private Reply failed(IOException e) {
        if (Reason.isFull(e)) {
            file.forget();
            return Reply.of(552, Reason.of(e));
        }
        return Reply.of(451, Reason.of(e));
    }

    @Override
    public void drop() {
        try {
            file.close();
        } catch (IOException e) {
            // nothing has come
        }
    }
}
