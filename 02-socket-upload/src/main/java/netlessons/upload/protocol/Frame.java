package netlessons.upload.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame whose length and checksum are right. Its payload lies in the reader's buffer until the next one is read. */
public record Frame(FrameType type, int flags, ByteBuffer payload) {
    /** Before the payload: type, flags, length. */
    public static final int HEADER = 2 + Integer.BYTES;

    /** After the payload: the CRC-32C. */
    public static final int TRAILER = Integer.BYTES;

    /**
     * What it says.
     *
     * @throws ProtocolException if its payload makes no sense
     */
    public Message message() throws ProtocolException {
        ByteBuffer in = payload.duplicate();
        return switch (type) {
            case LIMITS -> limits(in);
            case BEGIN -> begin(in);
            case READY -> new Message.Ready(offset(in), digest(in, in.remaining()));
            case DATA -> new Message.Data(in.getLong(), in.slice());
            case END -> new Message.End(digest(in, in.remaining()));
            case REJECT, ERROR -> new Message.Refusal(type, in.getShort() & 0xFFFF, in.get() != 0, text(in));
            case COMMITTED, HAVE -> throw new IllegalStateException("Their digest's length is known to who sent BEGIN");
            case CANCEL -> Message.Signal.CANCEL;
            case PING -> Message.Signal.PING;
            case PONG -> Message.Signal.PONG;
        };
    }

    /** What a COMMITTED or HAVE frame says to a sender that makes digests of this kind. */
    public Message.Committed committed(DigestKind kind) throws ProtocolException {
        ByteBuffer in = payload.duplicate();
        if (in.remaining() <= Long.BYTES + kind.length()) {
            throw new ProtocolException(Code.BAD_LENGTH, "A " + type + " frame is too short for its digest.");
        }
        return new Message.Committed(in.getLong(), digest(in, kind.length()), text(in), type == FrameType.HAVE);
    }

    private static Message.Limits limits(ByteBuffer in) throws ProtocolException {
        int name = in.getShort() & 0xFFFF;
        int data = in.getInt();
        long file = in.getLong();
        int idle = in.getInt();
        Message.Limits least = Message.Limits.LEAST;
        if (name < least.name() || data < least.data() || data > Message.Limits.MOST.data() || file < 0) {
            throw new ProtocolException(Code.BAD_FRAME, "The receiver's limits make no sense.");
        }
        return new Message.Limits(name, data, file, idle < 0 ? Integer.MAX_VALUE : idle);
    }

    private Message.Begin begin(ByteBuffer in) throws ProtocolException {
        UploadId id = UploadId.get(in);
        long size = in.getLong();
        long changed = in.getLong();
        int mode = in.getShort() & 0777;
        int digest = in.get() & 0xFF;
        byte[] name = new byte[in.remaining()];
        in.get(name);
        boolean eager = (flags & Message.Begin.EAGER) != 0;
        boolean folder = (flags & Message.Begin.FOLDER) != 0;
        if (folder && (!eager || size != 0)) {
            throw new ProtocolException(Code.BAD_FRAME, "A folder is sent EAGER and with size 0.");
        }
        return new Message.Begin(id, size, changed, mode, digest, name, eager, folder);
    }

    private static long offset(ByteBuffer in) throws ProtocolException {
        long offset = in.getLong();
        if (offset < 0) {
            throw new ProtocolException(Code.BAD_OFFSET, "An offset of 2^63 or more.");
        }
        return offset;
    }

    private static Digest digest(ByteBuffer in, int length) throws ProtocolException {
        for (DigestKind kind : DigestKind.values()) {
            if (kind.length() == length) {
                byte[] bytes = new byte[length];
                in.get(bytes);
                return new Digest(bytes);
            }
        }
        throw new ProtocolException(Code.BAD_LENGTH, "No digest has " + length + " bytes.");
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(in).toString();
    }
}
