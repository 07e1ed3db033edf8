package netlessons.ftp.folder;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What there is to be listed, one after the other. For one thread. */
public interface Entries extends Closeable {
    /** The next one; nothing at the end. */
    Optional<Found> next() throws IOException;

    /** A file alone. */
    static Entries of(Found file) {
        Iterator<Found> only = List.of(file).iterator();
        return new Entries() {
            @Override
            public Optional<Found> next() {
                return only.hasNext() ? Optional.of(only.next()) : Optional.empty();
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
