package netlessons.upload.protocol;

import java.io.IOException;

/** The other side broke the protocol, and the connection cannot go on: what the ERROR frame says. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    private final Code code;

    public ProtocolException(Code code, String text) {
        super(text);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
