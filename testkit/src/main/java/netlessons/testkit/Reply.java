package netlessons.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

public final class Reply {
    Reply() {}

    public int status() {
        throw new UnsupportedOperationException();
    }

    public String version() {
        throw new UnsupportedOperationException();
    }

    public String reason() {
        throw new UnsupportedOperationException();
    }

    public Optional<String> header(String name) {
        throw new UnsupportedOperationException();
    }

    public List<String> headers(String name) {
        throw new UnsupportedOperationException();
    }

    public List<Map.Entry<String, String>> allHeaders() {
        throw new UnsupportedOperationException();
    }

    public byte[] body() {
        throw new UnsupportedOperationException();
    }

    public String text() {
        throw new UnsupportedOperationException();
    }

    public Wire wire() {
        throw new UnsupportedOperationException();
    }

    public Reply expectStatus(int... anyOf) {
        throw new UnsupportedOperationException();
    }

    public Reply expectHeader(String name, String value) {
        throw new UnsupportedOperationException();
    }

    public Reply expectHeader(String name, String description, Predicate<String> test) {
        throw new UnsupportedOperationException();
    }

    public Reply expectNoHeader(String name) {
        throw new UnsupportedOperationException();
    }

    public Reply expectBody(String text) {
        throw new UnsupportedOperationException();
    }

    public Reply expectBody(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    public Reply expectBodyContaining(String text) {
        throw new UnsupportedOperationException();
    }

    public Reply expectClosed() {
        throw new UnsupportedOperationException();
    }
}
