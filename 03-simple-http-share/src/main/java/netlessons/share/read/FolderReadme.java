package netlessons.share.read;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.FileVersion;
import netlessons.share.page.Readme;

/** The README.md of a folder, as its page shows it. Safe for use by many threads. */
final class FolderReadme {
    /** Of the last folders that were looked at: to make HTML of a hostile one takes long, and should be done once. */
    private static final int KEPT = 8;

    private final Root root;
    private final Readme readme = new Readme();
    private final Map<Version, String> kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Version, String> eldest) {
            return size() > KEPT;
        }
    });

    private record Version(List<String> names, String etag, boolean pictures) {}

    FolderReadme(Root root) {
        this.root = root;
    }

    /**
     * What the template is filled with.
     *
     * @param entries of the folder
     * @param pictures whether those of the folder are shown
     * @return nothing if there is no README, or it is too long
     */
    Optional<Map<String, Object>> of(Found folder, List<Entry> entries, boolean pictures) throws IOException {
        Optional<String> name = entries.stream()
                .filter(entry -> !entry.folder() && entry.path().equalsIgnoreCase("README.md"))
                .map(Entry::path)
                .findFirst();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(folder.names());
        names.add(name.get());
        Optional<Found> file = root.find(names).filter(found -> !found.isFolder() && found.size() <= Readme.LONGEST);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Version version = new Version(
                file.get().names(), FileVersion.of(file.get().attributes()).etag(), pictures);
        String html = kept.get(version);
        if (html == null) {
            Optional<String> text = read(file.get());
            if (text.isEmpty()) {
                return Optional.empty();
            }
            html = readme.html(text.get(), pictures);
            kept.put(version, html);
        }
        return Optional.of(Map.of("name", FolderRow.shown(name.get()), "html", html));
    }

    private Optional<String> read(Found file) throws IOException {
        try (var in = Channels.newInputStream(root.open(file))) {
            byte[] bytes = in.readNBytes(Readme.LONGEST); // it may be growing
            return Optional.of(new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", ""));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it has just gone
        }
    }
}
