package netlessons.share.folder;

import java.io.IOException;

/** A new file is not taken, for a reason that its sender should know. */
public final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** The name is taken, or something on the way to it is no folder. */
        CONFLICT,
        /** The name cannot be given to a file here. */
        NAME,
        /** Larger than one file may be. */
        TOO_LARGE,
        /** The disk is full, or the quota used up. */
        NO_ROOM
    }

    private final Reason reason;

    /** @param message a sentence for people */
    public Refused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
