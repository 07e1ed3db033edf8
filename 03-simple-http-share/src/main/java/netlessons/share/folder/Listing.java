package netlessons.share.folder;

import java.util.List;

/**
 * What is in a folder, or what was found in it. Immutable.
 *
 * @param complete false if there may be more
 */
public record Listing(List<Entry> entries, boolean complete) {
    public Listing {
        entries = List.copyOf(entries);
    }
}
