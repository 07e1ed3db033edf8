package netlessons.upload.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is read to be sent: its errors are told apart from those of the network. For one thread. */
final class SourceFile implements ReadableByteChannel {
    /** The file cannot be read. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(IOException cause) {
            super(cause);
        }

        Fault fault() {
            return Scan.unreadable((IOException) getCause());
        }
    }

    private final FileChannel channel;

    /** Opens it, unless it has become something else meanwhile: to open a named pipe would wait for who writes to it. */
    SourceFile(Path path) throws Unreadable {
        try {
            if (!Item.attributes(path).isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "it has become something else");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    void position(long offset) throws Unreadable {
        try {
            channel.position(offset);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    @Override
    public int read(ByteBuffer to) throws Unreadable {
        try {
            return channel.read(to);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
