package netlessons.upload.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a frame says: section 2 of docs/02-protocol.md. Immutable, but for the bytes of DATA. */
public sealed interface Message {
    /** Of a text for people, in bytes. */
    int LONGEST_TEXT = 512;

    FrameType type();

    default int flags() {
        return 0;
    }

    /** Appends the payload. */
    void put(ByteBuffer out);

    /**
     * What a receiver accepts.
     *
     * @param name the longest name, in bytes
     * @param data the most bytes of a file in one DATA frame
     * @param file the size of the biggest file
     * @param idle how long the receiver waits for the next byte, in milliseconds
     */
    record Limits(int name, int data, long file, int idle) implements Message {
        /** What a receiver accepts at least. */
        public static final Limits LEAST = new Limits(255, 4096, Long.MAX_VALUE, 1000);

        /** The largest that a receiver may offer. */
        public static final Limits MOST = new Limits(Name.LONGEST, 1 << 20, Long.MAX_VALUE, Integer.MAX_VALUE);

        @Override
        public FrameType type() {
            return FrameType.LIMITS;
        }

        @Override
        public void put(ByteBuffer out) {
            out.putShort((short) name).putInt(data).putLong(file).putInt(idle);
        }
    }

    /**
     * An upload begins. All as it came: nothing is checked yet.
     *
     * @param size in bytes; negative if it was 2^63 or more
     * @param changed the file's time of change, in milliseconds since 1970
     * @param mode POSIX permissions
     * @param digest its kind, by number
     * @param name in UTF-8, or what claims to be
     */
    record Begin(UploadId id, long size, long changed, int mode, int digest, byte[] name, boolean eager, boolean folder)
            implements Message {
        public static final int FIXED = UploadId.LENGTH + 2 * Long.BYTES + Short.BYTES + 1;
        static final int EAGER = 1;
        static final int FOLDER = 2;

        @Override
        public FrameType type() {
            return FrameType.BEGIN;
        }

        @Override
        public int flags() {
            return (eager ? EAGER : 0) | (folder ? FOLDER : 0);
        }

        @Override
        public void put(ByteBuffer out) {
            id.put(out);
            out.putLong(size).putLong(changed).putShort((short) mode).put((byte) digest);
            out.put(name);
        }
    }

    /** The receiver has all before the offset, with this digest. */
    record Ready(long offset, Digest digest) implements Message {
        @Override
        public FrameType type() {
            return FrameType.READY;
        }

        @Override
        public void put(ByteBuffer out) {
            out.putLong(offset).put(digest.bytes());
        }
    }

    /** Bytes of the file: those of a buffer that is soon used again. */
    record Data(long offset, ByteBuffer bytes) implements Message {
        @Override
        public FrameType type() {
            return FrameType.DATA;
        }

        @Override
        public void put(ByteBuffer out) {
            out.putLong(offset).put(bytes.duplicate());
        }
    }

    /** That was all; the digest is of the whole file. */
    record End(Digest digest) implements Message {
        @Override
        public FrameType type() {
            return FrameType.END;
        }

        @Override
        public void put(ByteBuffer out) {
            out.put(digest.bytes());
        }
    }

    /** The file lies under this name, safely; as HAVE it did so before. */
    record Committed(long size, Digest digest, String name, boolean before) implements Message {
        @Override
        public FrameType type() {
            return before ? FrameType.HAVE : FrameType.COMMITTED;
        }

        @Override
        public void put(ByteBuffer out) {
            out.putLong(size).put(digest.bytes()).put(name.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * No: to one upload, or as ERROR to the connection.
     *
     * @param code its number, which may be one of a later version
     * @param again whether it makes sense to try the same again
     */
    record Refusal(FrameType type, int code, boolean again, String text) implements Message {
        public static Refusal reject(Code code, String text) {
            return new Refusal(FrameType.REJECT, code.number(), code.again(), text);
        }

        public static Refusal error(Code code, String text) {
            return new Refusal(FrameType.ERROR, code.number(), code.again(), text);
        }

        @Override
        public void put(ByteBuffer out) {
            byte[] bytes = text.replaceAll("\\p{Cntrl}", "?").getBytes(StandardCharsets.UTF_8);
            out.putShort((short) code).put((byte) (again ? 1 : 0)).put(cut(bytes));
        }

        /** At most {@link #LONGEST_TEXT} bytes, and no half character at their end. */
        private static byte[] cut(byte[] text) {
            int end = Math.min(text.length, LONGEST_TEXT);
            while (end < text.length && end > 0 && (text[end] & 0xC0) == 0x80) {
                end--;
            }
            return Arrays.copyOf(text, end);
        }
    }

    /** A frame that says all with its type: CANCEL, PING, PONG. */
    enum Signal implements Message {
        CANCEL(FrameType.CANCEL),
        PING(FrameType.PING),
        PONG(FrameType.PONG);

        private final FrameType type;

        Signal(FrameType type) {
            this.type = type;
        }

        @Override
        public FrameType type() {
            return type;
        }

        @Override
        public void put(ByteBuffer out) {
            // nothing to say
        }
    }
}
