package netlessons.upload;

import java.util.Arrays;
import java.util.Optional;

/** The codes of docs/02-protocol.md section 8, for tests: written down a second time, so that neither copies a mistake. */
enum WireCode {
    NOT_THIS_PROTOCOL(1, 0),
    VERSION(2, 0),
    BAD_FRAME(3, 0),
    BAD_LENGTH(4, 0),
    CHECKSUM(5, 1),
    STATE(6, 0),
    BAD_OFFSET(7, 0),
    TIMEOUT(8, 1),
    TOO_SLOW(9, 1),
    BUSY(10, 1),
    STOPPING(11, 1),
    INTERNAL(12, 1),
    BAD_NAME(33, 0),
    EXISTS(34, 0),
    TOO_LARGE(35, 0),
    NO_SPACE(36, 1),
    QUOTA(37, 0),
    DIGEST(38, 1),
    INCOMPLETE(39, 1),
    IN_USE(40, 1),
    CANCELLED(41, 0),
    UNSUPPORTED(42, 0),
    IO(43, 1);

    final int number;
    /** Whether it makes sense to try again: 1 or 0. */
    final int again;

    WireCode(int number, int again) {
        this.number = number;
        this.again = again;
    }

    static Optional<WireCode> of(int number) {
        return Arrays.stream(values()).filter(code -> code.number == number).findFirst();
    }
}
