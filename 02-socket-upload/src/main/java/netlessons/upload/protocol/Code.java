package netlessons.upload.protocol;

/** Why an upload was rejected or a connection ended: section 8 of docs/02-protocol.md. */
public enum Code {
    NOT_THIS_PROTOCOL(1, false),
    VERSION(2, false),
    BAD_FRAME(3, false),
    BAD_LENGTH(4, false),
    CHECKSUM(5, true),
    STATE(6, false),
    BAD_OFFSET(7, false),
    TIMEOUT(8, true),
    TOO_SLOW(9, true),
    BUSY(10, true),
    STOPPING(11, true),
    INTERNAL(12, true),
    BAD_NAME(33, false),
    EXISTS(34, false),
    TOO_LARGE(35, false),
    NO_SPACE(36, true),
    QUOTA(37, false),
    DIGEST(38, true),
    INCOMPLETE(39, true),
    IN_USE(40, true),
    CANCELLED(41, false),
    UNSUPPORTED(42, false),
    IO(43, true);

    private final int number;
    private final boolean again;

    Code(int number, boolean again) {
        this.number = number;
        this.again = again;
    }

    public int number() {
        return number;
    }

    /** Whether it makes sense to try the same again later. */
    public boolean again() {
        return again;
    }

    /** The code's name, or its number if it is none that this version knows. */
    public static String nameOf(int number) {
        for (Code code : values()) {
            if (code.number == number) {
                return code.name();
            }
        }
        return "code " + number;
    }
}
