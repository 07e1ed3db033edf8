package netlessons.upload.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.FileDigest;

/** Reads files that are here, to make their digests. */
final class Reading {
    /** Small enough for the processor's cache, large enough for few system calls. */
    private static final int PIECE = 256 << 10;

    private Reading() {}

    /** The digest of the first bytes of a file; a symbolic link is not followed. */
    static Digest digest(Path file, long size, DigestKind kind, Signs signs) throws IOException, Rejection {
        FileDigest digest = kind.begin();
        add(file, size, digest, signs);
        return digest.value();
    }

    /** The same, added to another digest. */
    static void add(Path file, long size, FileDigest digest, Signs signs) throws IOException, Rejection {
        FileChannel opened;
        try {
            opened = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        try (opened) {
            add(opened, size, digest, signs);
        }
    }

    /**
     * Adds the first bytes of a file to a digest.
     *
     * @throws IOException if the client has gone
     * @throws Rejection if the file cannot be read
     */
    static void add(FileChannel file, long size, FileDigest digest, Signs signs) throws IOException, Rejection {
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) Math.min(size, PIECE));
        for (long at = 0; at < size; ) {
            buffer.clear().limit((int) Math.min(size - at, buffer.capacity()));
            int read;
            try {
                read = file.read(buffer, at);
            } catch (IOException e) {
                throw Rejection.of(e);
            }
            if (read < 0) {
                throw new Rejection(Code.IO, "A file became shorter while it was read.");
            }
            digest.update(buffer.flip());
            at += read;
            signs.ofLife();
        }
    }
}
