package netlessons.upload.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The sixteen bytes that name an upload when it is resumed: section 4.1 of docs/02-protocol.md. */
public record UploadId(long high, long low) {
    static final int LENGTH = 2 * Long.BYTES;

    /**
     * The same for the same file sent to the same name, and different if any of it has changed; so a sender that was
     * started anew finds what an earlier one left behind, and need not remember anything.
     *
     * @param path the absolute path of the file
     * @param name where it is to lie
     * @param size in bytes
     * @param changed its time of change as exactly as the file system knows it, in nanoseconds
     */
    public static UploadId of(String path, String name, long size, long changed) {
        MessageDigest hash = DigestKind.sha256();
        for (String part : new String[] {path, name}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            hash.update(bytes);
        }
        hash.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(size)
                .putLong(changed)
                .flip());
        return get(ByteBuffer.wrap(hash.digest()));
    }

    static UploadId get(ByteBuffer from) {
        return new UploadId(from.getLong(), from.getLong());
    }

    void put(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    /** 32 hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
