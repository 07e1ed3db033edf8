package netlessons.downloader.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file that says what is in a part, open and locked. Some file systems grant any lock to anybody: so we also look
 * whether the file is as long as we made it. For one thread at a time.
 */
final class Journal implements Closeable {
    /** A longer one is not read. */
    private static final int LONGEST = 16 << 20;

    /** A longer one is written anew, with ranges that have grown together since. */
    private static final int LONG = 4 << 20;

    private final Guarded file;
    private final String owner;
    private String head = "";
    private long end;

    private Journal(Guarded file) {
        this.file = file;
        this.owner = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** An empty one that has just been made. */
    static Journal fresh(Guarded file) {
        return new Journal(file);
    }

    /** Reads one that somebody has left. */
    static Entry read(FileChannel channel) throws IOException {
        return Entry.parse(Bytes.read(channel, 0, LONGEST));
    }

    // @start region=resume
    /** Goes on with one that somebody has left: under it stands our name now. */
    static Journal resumed(Guarded file, Entry entry) throws IOException {
        Journal journal = new Journal(file);
        file.channel().truncate(entry.length()); // a last line that is not whole
        journal.end = file.channel().size();
        journal.head = Entry.head(
                journal.owner, entry.wanted().orElseThrow(), entry.identity().orElseThrow());
        String line = Entry.owner(journal.owner);
        long at = journal.end;
        journal.append(line);
        byte[] there = Bytes.read(file.channel(), at, line.length());
        if (!Arrays.equals(there, line.getBytes(StandardCharsets.UTF_8))) {
            throw journal.taken();
        }
        return journal;
    }
    // @end

    Path path() {
        return file.path();
    }

    /** Forgets all that was there. What it said is gone from the disk, too, when this returns. */
    void begin(Wanted wanted, Identity identity) throws IOException {
        head = Entry.head(owner, wanted, identity);
        boolean told = file.channel().size() > 0;
        rewrite("");
        if (told) { // else new bytes could come under the old words, if the power fails
            file.channel().force(true);
        }
    }

    /** Says that these bytes are there, which have to be on the disk. */
    void add(Ranges more, Ranges all) throws IOException {
        check();
        if (end == 0 || end > LONG) { // there was no room for it, or it is to become shorter
            rewrite(Entry.done(all)); // if we are killed in between, we start over
        } else {
            append(Entry.done(more));
        }
    }

    private DiskFault taken() {
        return DiskFault.ofOne("another process writes " + path().getFileName() + ", too");
    }

    /** Fails if somebody else has written to it. */
    void check() throws IOException {
        if (file.channel().size() != end) {
            throw taken();
        }
    }

    private void rewrite(String more) throws IOException {
        file.channel().truncate(0);
        end = 0;
        append(head + more);
    }

    private void append(String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        try {
            Bytes.write(file.channel(), ByteBuffer.wrap(bytes), end);
        } catch (IOException e) {
            file.channel().truncate(end); // there may have been room for half of it
            throw e;
        }
        end += bytes.length;
    }

    void delete() throws IOException {
        file.delete();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
