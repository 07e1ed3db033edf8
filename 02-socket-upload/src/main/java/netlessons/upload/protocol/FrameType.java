package netlessons.upload.protocol;

/** What a frame is, who may send it, and how long it may be: section 2 of docs/02-protocol.md. */
public enum FrameType {
    LIMITS('L', 18, 18, 0),
    BEGIN('B', Message.Begin.FIXED + 1, Message.Begin.FIXED, Message.Begin.EAGER | Message.Begin.FOLDER),
    READY('R', Long.BYTES + 8, Long.BYTES + DigestKind.LONGEST, 0),
    DATA('D', Long.BYTES + 1, Long.BYTES, 0),
    END('E', 8, DigestKind.LONGEST, 0),
    COMMITTED('C', Long.BYTES + 8 + 1, Long.BYTES + DigestKind.LONGEST + Name.LONGEST, 0),
    HAVE('H', Long.BYTES + 8 + 1, Long.BYTES + DigestKind.LONGEST + Name.LONGEST, 0),
    REJECT('N', 3, 3 + Message.LONGEST_TEXT, 0),
    CANCEL('X', 0, 0, 0),
    PING('P', 0, 0, 0),
    PONG('Q', 0, 0, 0),
    ERROR('!', 3, 3 + Message.LONGEST_TEXT, 0);

    private static final FrameType[] BY_LETTER = new FrameType[128];

    static {
        for (FrameType type : values()) {
            BY_LETTER[type.letter] = type;
        }
    }

    private final byte letter;
    private final int shortest;
    private final int longest;
    private final int flags;

    FrameType(char letter, int shortest, int longest, int flags) {
        this.letter = (byte) letter;
        this.shortest = shortest;
        this.longest = longest;
        this.flags = flags;
    }

    byte letter() {
        return letter;
    }

    boolean isFromSender() {
        return switch (this) {
            case BEGIN, DATA, END, CANCEL, PING -> true;
            default -> false;
        };
    }

    /** The flags that have a meaning. */
    int flags() {
        return flags;
    }

    /** Of its payload, in bytes. */
    int shortest() {
        return shortest;
    }

    /** The same; a receiver's limits decide on the length of a BEGIN and a DATA frame. */
    public int longest(Message.Limits limits) {
        return switch (this) {
            case BEGIN -> longest + limits.name();
            case DATA -> longest + limits.data();
            default -> longest;
        };
    }

    /** The type with this letter, or null. */
    static FrameType of(byte letter) {
        return letter < 0 ? null : BY_LETTER[letter];
    }
}
