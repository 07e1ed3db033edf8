package netlessons.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** What a sender's BEGIN says, for tests. */
record WireBegin(byte[] id, long size, long mtime, int mode, int kind, String name, boolean eager, boolean folder) {
    static WireBegin of(WireFrame frame) {
        ByteBuffer fields = frame.fields();
        byte[] id = new byte[16];
        fields.get(id);
        return new WireBegin(
                id,
                fields.getLong(),
                fields.getLong(),
                fields.getShort() & 0xffff,
                fields.get() & 0xff,
                UTF_8.decode(fields).toString(),
                (frame.flags() & WireFrame.EAGER) != 0,
                (frame.flags() & WireFrame.FOLDER) != 0);
    }

    /** Of these bytes, with the digest that the sender has chosen. */
    byte[] digest(byte[] bytes) {
        return WireUpload.digest(kind, bytes);
    }
}
