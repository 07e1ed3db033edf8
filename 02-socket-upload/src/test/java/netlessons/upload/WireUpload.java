package netlessons.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** A file that a test uploads, with the frames for it. Immutable; each one has an id of its own. */
record WireUpload(byte[] id, String name, byte[] bytes, int kind, long mtime) {
    static final int SHA_256 = 1;
    static final int DIGEST_CRC = 2;
    static final int CHUNK = 4096;
    private static final long NEW_YEAR = 1_767_225_600_000L;

    static WireUpload of(String name, byte[] bytes) {
        UUID random = UUID.randomUUID();
        byte[] id = ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
        return new WireUpload(id, name, bytes, DIGEST_CRC, NEW_YEAR);
    }

    static WireUpload of(String name, String text) {
        return of(name, text.getBytes(UTF_8));
    }

    /** The same file with another digest. */
    WireUpload kind(int other) {
        return new WireUpload(id, name, bytes, other, mtime);
    }

    WireUpload mtime(long millis) {
        return new WireUpload(id, name, bytes, kind, millis);
    }

    /** Other bytes under the same id and name. */
    WireUpload bytes(byte[] others) {
        return new WireUpload(id, name, others, kind, mtime);
    }

    int size() {
        return bytes.length;
    }

    /** That of the whole file. */
    byte[] digest() {
        return digest(kind, bytes);
    }

    /** That of its first bytes. */
    byte[] digest(long count) {
        return digest(kind, Arrays.copyOf(bytes, (int) count));
    }

    static byte[] digest(int kind, byte[] bytes) {
        if (kind == SHA_256) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        CRC32C castagnoli = new CRC32C();
        castagnoli.update(bytes);
        return WireFrame.join(WireFrame.u32(crc.getValue()), WireFrame.u32(castagnoli.getValue()));
    }

    /** BEGIN; the receiver answers with READY. */
    WireFrame begin() {
        return begin(0);
    }

    /** BEGIN; the receiver says nothing before END. */
    WireFrame eager() {
        return begin(WireFrame.EAGER);
    }

    WireFrame begin(int flags) {
        return WireFrame.begin(flags, id, bytes.length, mtime, 0644, kind, name.getBytes(UTF_8));
    }

    /** A folder of this name. */
    WireFrame folder() {
        return WireFrame.begin(WireFrame.EAGER | WireFrame.FOLDER, id, 0, mtime, 0755, kind, name.getBytes(UTF_8));
    }

    /** Some of its bytes in one DATA frame. */
    WireFrame data(int from, int to) {
        return WireFrame.data(from, Arrays.copyOfRange(bytes, from, to));
    }

    /** All bytes from there, in DATA frames of at most so many bytes. */
    WireFrame[] dataFrom(int from, int chunk) {
        List<WireFrame> frames = new ArrayList<>();
        for (int at = from; at < bytes.length; at += chunk) {
            frames.add(data(at, Math.min(bytes.length, at + chunk)));
        }
        return frames.toArray(WireFrame[]::new);
    }

    /** All its bytes, in frames that each receiver takes. */
    WireFrame[] data() {
        return dataFrom(0, CHUNK);
    }

    WireFrame end() {
        return WireFrame.end(digest());
    }

    /** EAGER BEGIN, DATA, END. */
    WireFrame[] whole() {
        return whole(CHUNK);
    }

    WireFrame[] whole(int chunk) {
        List<WireFrame> frames = new ArrayList<>(List.of(eager()));
        frames.addAll(List.of(dataFrom(0, chunk)));
        frames.add(end());
        return frames.toArray(WireFrame[]::new);
    }

    /** The same in bytes, without the preamble. */
    byte[] wholeBytes() {
        return WireFrame.join(whole());
    }
}
