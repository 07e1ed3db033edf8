package netlessons.ftp.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/**
 * A file that comes in. A new one, and one that takes the place of another, is a {@link Temporary}: nobody sees it before it
 * is whole. One that is there, and is written to in its middle or at its end, is written to {@link InPlace}. For one thread.
 */
public abstract class Incoming implements Closeable {
    private final FileChannel channel;
    private long position;

    Incoming(FileChannel channel, long position) {
        this.channel = channel;
        this.position = position;
    }

    /** From its beginning. */
    public static Incoming whole(Root root, VirtualPath path) throws IOException {
        return create(root, path, 0, false);
    }

    /** From its beginning, and only if there is no file of this name when it is whole. */
    public static Incoming unique(Root root, VirtualPath path) throws IOException {
        return create(root, path, 0, true);
    }

    /**
     * From somewhere within it, or from its end.
     *
     * @param position -1: its end
     * @throws BeyondEnd if it has not that many bytes
     */
    public static Incoming from(Root root, VirtualPath path, long position) throws IOException {
        Optional<Found> there = there(root, path);
        return there.isPresent()
                ? InPlace.open(root, there.get(), position)
                : Temporary.create(root, path, position, false);
    }

    private static Incoming create(Root root, VirtualPath path, long position, boolean exclusive) throws IOException {
        there(root, path);
        return Temporary.create(root, path, position, exclusive);
    }

    private static Optional<Found> there(Root root, VirtualPath path) throws IOException {
        try {
            Found found = root.find(path);
            if (!found.attributes().isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "Is a directory");
            }
            return Optional.of(found);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where it begins: at its end, or where it has bytes before that. */
    static long start(FileChannel channel, long position) throws IOException {
        long size = channel.size();
        if (position > size) {
            throw new BeyondEnd(position, size);
        }
        return position < 0 ? size : position;
    }

    /** How much has come of a file that broke off; nothing if there is no such. */
    public static Optional<Long> kept(Root root, VirtualPath path) throws IOException {
        if (path.isRoot()) {
            return Optional.empty();
        }
        try (Steps folder = root.parent(path)) {
            return Parts.kept(folder, path.name());
        }
    }

    public final void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** Makes its bytes durable. */
    public final void force() throws IOException {
        channel.force(true);
    }

    final boolean isEmpty() {
        return position == 0;
    }

    /** It is whole and was forced: when this returns, it has its name, and a loss of power does not take that away. */
    public abstract void publish() throws IOException;

    /** Nobody will want to go on with it. */
    public abstract void forget();

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
