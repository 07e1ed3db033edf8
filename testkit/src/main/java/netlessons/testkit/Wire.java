package netlessons.testkit;

import java.time.Duration;

public final class Wire implements AutoCloseable {
    Wire() {}

    public Wire send(String latin1) {
        throw new UnsupportedOperationException();
    }

    public Wire send(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    public Wire sendEach(byte[] bytes, int... cuts) {
        throw new UnsupportedOperationException();
    }

    public Wire sendByteByByte(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    public Wire finish() {
        throw new UnsupportedOperationException();
    }

    public Reply reply() {
        throw new UnsupportedOperationException();
    }

    public Reply replyTo(String method) {
        throw new UnsupportedOperationException();
    }

    public Reply finalReply() {
        throw new UnsupportedOperationException();
    }

    public Wire expectClosed() {
        throw new UnsupportedOperationException();
    }

    public Wire expectSilence(Duration time) {
        throw new UnsupportedOperationException();
    }

    public AssertionError failure(String expected, int offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
