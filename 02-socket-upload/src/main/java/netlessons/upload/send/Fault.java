package netlessons.upload.send;

import java.io.IOException;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.ProtocolException;
import netlessons.upload.text.Printable;

/**
 * Why something was not sent.
 *
 * @param code a name of section 8 of docs/02-protocol.md, or one of those below that only a sender knows
 * @param again whether it makes sense to try the same again later
 * @param text for people; safe to print
 */
record Fault(String code, boolean again, String text) {
    /** The file was not the same after it was read as before. */
    static final String CHANGED = "CHANGED";
    /** It is there no more. */
    static final String GONE = "GONE";
    /** The system does not let us read it. */
    static final String UNREADABLE = "UNREADABLE";
    /** The receiver claims to have something else than what it was sent. */
    static final String WRONG_ANSWER = "WRONG_ANSWER";
    /** No connection, or one that broke. */
    static final String CONNECTION = "CONNECTION";

    Fault {
        text = Printable.of(text);
    }

    static Fault of(Code code, String text) {
        return new Fault(code.name(), code.again(), text);
    }

    static Fault of(Message.Refusal refusal) {
        String text = refusal.text().isBlank() ? "The receiver gives no reason." : refusal.text();
        return new Fault(Code.nameOf(refusal.code()), refusal.again(), text);
    }

    /** Of a connection that ended. */
    static Fault of(IOException e) {
        if (e instanceof Refused refused) {
            return refused.fault;
        } else if (e instanceof ProtocolException broken) {
            // Whatever it looks like, it may be damage done on the way: another connection may fare better.
            String text = "What the receiver says makes no sense: " + broken.getMessage();
            return new Fault(broken.code().name(), true, text);
        }
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Fault(CONNECTION, true, text.endsWith(".") ? text : "The connection broke: " + text + ".");
    }

    /** The same as an exception, for the end of a connection. */
    Refused asException() {
        return new Refused(this);
    }

    /** A connection cannot go on, for a reason that is known. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Fault fault;

        private Refused(Fault fault) {
            super(fault.text);
            this.fault = fault;
        }
    }
}
