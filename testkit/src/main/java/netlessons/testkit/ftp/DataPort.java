package netlessons.testkit.ftp;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import netlessons.testkit.Beside;

/** A port here, at which the server is to call: active mode. Closed after the test. */
public final class DataPort implements Closeable {
    private final Beside.Port port;

    DataPort(Beside.Port port) {
        this.port = port;
    }

    public int number() {
        return port.number();
    }

    /** Waits for the server to connect. */
    public DataWire accept() {
        return new DataWire(port.accept());
    }

    /** The same, or nothing if it does not within that time. */
    public Optional<DataWire> accept(Duration limit) {
        return port.accept(limit).map(DataWire::new);
    }

    /** Refuses the server from now on. */
    @Override
    public void close() {
        port.close();
    }
}
