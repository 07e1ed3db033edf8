package netlessons.downloader.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * A part on the disk and its journal. The journal is made before the part and goes after it: so a part without one is
 * somebody else's, and is left alone. {@link #channel} is safe for threads, the rest is for one at a time.
 */
final class PartFile implements Closeable {
    private static final int MOST_TWINS = 1000;

    private final Named part;
    private final FileChannel channel;
    private final Journal journal;
    private final Named log;
    private final Optional<Entry> entry;

    /** @param entry what the journal says, if there is anything to believe */
    PartFile(Path path, FileChannel channel, Journal journal, Optional<Entry> entry) throws IOException {
        this.part = Named.of(path);
        this.channel = channel;
        this.journal = journal;
        this.log = Named.of(journal.path());
        this.entry = entry;
    }

    static Path part(Path dir, String name) {
        return dir.resolve(name + Names.PART);
    }

    static Path journal(Path dir, String name) {
        return dir.resolve(name + Names.JOURNAL);
    }

    /** The part that a journal belongs to. */
    static Path part(Path journal) {
        return part(journal.getParent(), name(journal));
    }

    /** The name that a journal was made for. */
    static String name(Path journal) {
        String name = journal.getFileName().toString();
        return name.substring(0, name.length() - Names.JOURNAL.length());
    }

    // @start region=create
    /** Makes an empty one; under another name than its file's if there is one already, whosever it is. */
    static PartFile create(Path dir, String name, Wanted wanted, Identity identity) throws IOException {
        for (int twin = 0; twin < MOST_TWINS; twin++) {
            String tried = twin == 0 ? name : Names.twin(name, twin);
            Optional<Guarded> guarded = journalFor(dir, tried);
            if (guarded.isPresent()) {
                try {
                    return create(part(dir, tried), guarded.get(), wanted, identity);
                } catch (FileAlreadyExistsException e) {
                    // a part without a journal: of another program
                }
            }
        }
        throw new IOException("there are too many parts of other downloads with this name");
    }

    /** A new one, or one of no bytes: then somebody was killed who had just made it. */
    private static Optional<Guarded> journalFor(Path dir, String name) throws IOException {
        try {
            return Guarded.create(journal(dir, name), true);
        } catch (FileAlreadyExistsException e) { // of another process, or left by an earlier run for another address
            Optional<Guarded> there = Guarded.open(journal(dir, name));
            if (there.isPresent()
                    && (there.get().channel().size() > 0
                            || Disk.look(part(dir, name)).isPresent())) {
                there.get().close();
                return Optional.empty();
            }
            return there;
        }
    }

    private static PartFile create(Path part, Guarded guarded, Wanted wanted, Identity identity) throws IOException {
        try {
            Journal journal = Journal.fresh(guarded);
            journal.begin(wanted, identity);
            FileChannel channel = FileChannel.open(
                    part,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            return new PartFile(part, channel, journal, Optional.empty());
        } catch (IOException e) {
            guarded.delete();
            throw e;
        }
    }
    // @end

    /** One that was left, with the journal that we have locked; nothing if it is of no use, then our lock is gone. */
    static Optional<PartFile> resume(Guarded guarded, Entry entry) throws IOException {
        Optional<PartFile> resumed = Optional.empty();
        try {
            resumed = open(part(guarded.path()), guarded, entry);
            return resumed;
        } finally {
            if (resumed.isEmpty()) {
                guarded.close();
            }
        }
    }

    private static Optional<PartFile> open(Path part, Guarded guarded, Entry entry) throws IOException {
        Optional<BasicFileAttributes> found = Disk.look(part);
        if (found.isEmpty()) {
            guarded.delete(); // published, or never made
            return Optional.empty();
        } else if (!found.get().isRegularFile()) {
            return Optional.empty(); // not by us
        } else if (Disk.names(part) > 1) { // published just before we were killed: nobody may write to it any more
            Disk.delete(part);
            guarded.delete();
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(
                part, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        try {
            long size = channel.size();
            Optional<Entry> sane = Optional.of(entry)
                    .filter(said -> said.identity().isPresent() && said.done().end() <= size);
            Journal journal = sane.isPresent() ? Journal.resumed(guarded, entry) : Journal.fresh(guarded);
            return Optional.of(new PartFile(part, channel, journal, sane));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return part.path();
    }

    FileChannel channel() {
        return channel;
    }

    Journal journal() {
        return journal;
    }

    /** What the journal said when we came, if it made sense. */
    Optional<Entry> entry() {
        return entry;
    }

    void begin(Wanted wanted, Identity identity) throws IOException {
        journal.begin(wanted, identity);
        channel.truncate(0);
    }

    /** Fails if another process has written to the journal, or has put another file in the place of ours. */
    void check() throws IOException {
        journal.check();
        if (!part.isThere()) {
            throw DiskFault.ofOne("another process has taken " + path().getFileName() + " away");
        }
    }

    /** Whether the next run will find both of them. */
    boolean isThere() throws IOException {
        return part.isThere() && log.isThere();
    }

    /** Both are of no use, or the part has another name now. What is not ours by now stays. */
    void delete() throws IOException {
        try (channel) {
            if (part.isThere()) {
                Disk.delete(path());
            }
            if (log.isThere()) {
                journal.delete();
            }
        } finally {
            journal.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            journal.close();
        }
    }
}
