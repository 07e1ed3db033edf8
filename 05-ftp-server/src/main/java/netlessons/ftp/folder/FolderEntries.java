package netlessons.ftp.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is in a folder, each entry looked at when it is asked for. A thousand are in order; of more files the next thousand
 * follows, so that no folder is too large for our memory. A link is what it leads to; those that lead out are left out.
 */
final class FolderEntries implements Entries {
    private static final int AT_ONCE = 1000;

    private final Root root;
    private final Found folder;
    private final Steps steps;
    private final Iterator<Path> stream;
    private Iterator<String> names = Collections.emptyIterator();

    FolderEntries(Root root, Found folder, Steps steps) {
        this.root = root;
        this.folder = folder;
        this.steps = steps;
        this.stream = steps.iterator();
    }

    @Override
    public Optional<Found> next() throws IOException {
        while (names.hasNext() || read()) {
            try {
                return Optional.of(entry(names.next()));
            } catch (FileSystemException | InvalidPathException e) {
                // it has just gone, is behind a closed door, is for nobody to see, or has a name that is no text
            }
        }
        return Optional.empty();
    }

    /** Reads some more names; false if there are none. */
    private boolean read() throws IOException {
        List<String> some = new ArrayList<>();
        try {
            while (some.size() < AT_ONCE && stream.hasNext()) {
                some.add(stream.next().getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(some);
        names = some.iterator();
        return !some.isEmpty();
    }

    private Found entry(String name) throws IOException {
        Root.check(name);
        BasicFileAttributes attributes = steps.attributes(steps.name(name));
        VirtualPath path = folder.path().child(name);
        return attributes.isSymbolicLink()
                ? root.find(path)
                : new Found(path, folder.real().resolve(name), attributes);
    }

    @Override
    public void close() throws IOException {
        steps.close();
    }
}
