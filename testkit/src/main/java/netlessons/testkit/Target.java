package netlessons.testkit;

import java.nio.file.Path;
import java.util.Random;

public final class Target {
    Target() {}

    public String host() {
        throw new UnsupportedOperationException();
    }

    public int port() {
        throw new UnsupportedOperationException();
    }

    public Path dir() {
        throw new UnsupportedOperationException();
    }

    public Wire connect() {
        throw new UnsupportedOperationException();
    }

    public Reply exchange(String latin1) {
        throw new UnsupportedOperationException();
    }

    public Reply exchange(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    public Random random() {
        throw new UnsupportedOperationException();
    }
}
