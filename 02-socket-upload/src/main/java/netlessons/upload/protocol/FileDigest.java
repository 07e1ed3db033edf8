package netlessons.upload.protocol;

import java.nio.ByteBuffer;

/** A digest in the making. For one thread at a time. */
public interface FileDigest {
    /** Adds the bytes from the buffer's position to its limit, and leaves the position there. */
    void update(ByteBuffer bytes);

    /** The digest of all that was added so far; more may be added after it. */
    Digest value();
}
