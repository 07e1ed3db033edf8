package netlessons.upload.receive;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import netlessons.upload.text.FullDisk;

/** No to one upload, and to nothing else: what its REJECT frame says. The connection lives on. */
final class Rejection extends Exception {
    private static final long serialVersionUID = 1;

    private final Code code;

    Rejection(Code code, String text) {
        this(code, text, null);
    }

    private Rejection(Code code, String text, Throwable cause) {
        super(text, cause, false, false); // it is an answer: nobody asks where it was made
        this.code = code;
    }

    Code code() {
        return code;
    }

    Message.Refusal message() {
        return Message.Refusal.reject(code, getMessage());
    }

    /** What the file system could not do. */
    static Rejection of(IOException cause) {
        String reason = cause instanceof FileSystemException e
                ? Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName()) // without our paths
                : String.valueOf(cause.getMessage());
        if (FullDisk.isMeantBy(reason)) {
            return new Rejection(Code.NO_SPACE, "The disk is full.", cause);
        }
        return new Rejection(Code.IO, "The receiver could not write or read: " + reason + ".", cause);
    }
}
