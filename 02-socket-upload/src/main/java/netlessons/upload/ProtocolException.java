package netlessons.upload;

import java.io.IOException;

/** The other side broke the protocol, and the connection cannot go on: what the ERROR frame says. */
final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    private final Code code;

    ProtocolException(Code code, String text) {
        super(text);
        this.code = code;
    }

    Code code() {
        return code;
    }
}
