package netlessons.ftp.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All of a list at once. */
final class Lister {
    private Lister() {}

    static List<Found> list(Root root, Found folder) throws IOException {
        List<Found> all = new ArrayList<>();
        try (Entries entries = root.entries(folder)) {
            for (Optional<Found> entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                all.add(entry.get());
            }
        }
        return all;
    }
}
