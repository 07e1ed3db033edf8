package netlessons.webserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The body of the request at hand, read from the connection as the handler asks for it. */
final class RequestBody extends InputStream {
    /** The client went away in the middle of a request: there is nobody left to answer. */
    static final class ClientGone extends IOException {
        private static final long serialVersionUID = 1L;

        ClientGone(IOException cause) {
            super("the client closed the connection in the middle of a request", cause);
        }
    }

    /** Sends {@code 100 Continue}. */
    interface Interim {
        void send() throws IOException;
    }

    private final BodyDecoder decoder;
    private final Budget budget;
    private final Input input;
    private final Patience patience;
    private final Interim interim;
    private boolean clientWaits;
    private HttpError fault;
    private long waited;
    private long received;
    private long taken;

    /** @throws HttpError 413 if the body is known to be too large */
    RequestBody(RequestHead head, Service service, Input input, Patience patience, Interim interim) {
        this.decoder = BodyDecoder.of(head, service.limits());
        this.budget = service.budget();
        this.clientWaits = head.expectsContinue();
        this.input = input;
        this.patience = patience;
        this.interim = interim;
    }

    /** Gives back the room that the body took. */
    @Override
    public void close() {
        budget.giveBack(taken);
        taken = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    // @start region=read
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes, offset, length);
        while (true) {
            decode(out);
            int count = out.position() - offset;
            if (count > 0 || length == 0) {
                received += count;
                clientWaits &= count == 0;
                take(count);
                return count;
            }
            if (decoder.isDone()) {
                return -1;
            }
            if (clientWaits) {
                // RFC 9110 section 10.1.1: only now is it certain that the body is wanted.
                clientWaits = false;
                sendContinue();
            }
            fill();
        }
    }
    // @end

    /** After a fault nobody knows where the body ends: it stays a fault, even if a handler catches it and reads on. */
    private void decode(ByteBuffer out) {
        if (fault != null) {
            throw fault;
        }
        try {
            decoder.decode(input.buffer(), out);
        } catch (HttpError e) {
            fault = e;
            throw e;
        }
    }

    private void take(int count) {
        if (!budget.take(count)) {
            fault = new HttpError(503, "Too many large requests at the moment.");
            throw fault;
        }
        taken += count;
    }

    private void sendContinue() throws ClientGone {
        try {
            interim.send();
        } catch (IOException e) {
            throw new ClientGone(e);
        }
    }

    /** Waits for more. What the handler does in between is not the client's time. */
    private void fill() throws ClientGone {
        long start = System.nanoTime();
        patience.forBody(start - waited, received);
        boolean more;
        try {
            more = input.fill();
        } catch (IOException e) { // a reset, most likely
            throw new ClientGone(e);
        }
        if (!more && patience.isExhausted()) {
            fault = new HttpError(408, "The request's body did not come in time.");
            throw fault;
        }
        if (!more) {
            throw new ClientGone(null);
        }
        patience.forNothing();
        waited += System.nanoTime() - start;
    }

    boolean isDone() {
        return decoder.isDone();
    }

    /** Whether the rest that no handler read is small enough to be read for nothing. */
    boolean canBeDrained(long limit) {
        // A client that waits for 100 Continue may or may not send its body after a final status: nobody can tell
        // its body from its next request then.
        return decoder.isDone() || (fault == null && !clientWaits && decoder.remaining() <= limit);
    }

    /** Reads the rest and throws it away. Returns whether the body ended within {@code limit} bytes. */
    boolean drain(long limit) throws IOException {
        if (decoder.isDone()) {
            return true; // as nearly always
        }
        byte[] waste = new byte[8 << 10];
        long left = limit;
        while (!decoder.isDone() && left >= 0) {
            left -= Math.max(0, read(waste, 0, waste.length));
        }
        return decoder.isDone();
    }
}
