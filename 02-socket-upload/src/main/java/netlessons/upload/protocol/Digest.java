package netlessons.upload.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/** A finished digest, equal to another one of the same bytes. Immutable. */
public final class Digest {
    private final byte[] bytes;

    public Digest(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** In bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In lower-case hex, as sha256sum prints it. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
