package netlessons.share.folder;

import java.io.IOException;

/** A new file is not taken, for a reason that its sender should know. */
public final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** The name is taken, or something on the way to it is no folder. */
        CONFLICT,
        /** The condition under which the file was to be published does not hold. */
        CHANGED,
        /** The name cannot be given to a file here. */
        NAME,
        /** Larger than one file may be. */
        TOO_LARGE,
        /** The disk is full, or the quota used up. */
        NO_ROOM,
        /** The server's own rights do not suffice. */
        DENIED,
        /** Somebody has deleted what had come. */
        GONE,
        /** No more files are taken: the server is about to end. */
        STOPPING,
        /** The disk, or something else of ours, is broken. */
        FAULT
    }

    private final Reason reason;

    /** @param message a sentence for people */
    public Refused(Reason reason, String message) {
        this(reason, message, null);
    }

    Refused(Reason reason, String message, IOException cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What the file system said about a file of ours, in the words of an upload. */
    static Refused of(IOException e) {
        return e instanceof Refused refused ? refused : Refusal.of(e);
    }
}
