package netlessons.downloader.progress;

import java.net.URI;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** How far one file has come. Safe for threads: one of them tells what it is, those that fetch it add bytes. */
public final class Track {
    private final int number;
    private final URI uri;
    private final AtomicLong bytes = new AtomicLong();
    private volatile String name;
    private volatile long total = -1;
    private volatile long kept;

    /**
     * @param number of the file in this run, from 1
     * @param uri the first address of it
     */
    public Track(int number, URI uri) {
        this.number = number;
        this.uri = uri;
    }

    /**
     * Tells what it is.
     *
     * @param newName the file's, as it will be
     * @param newTotal its size, if the origin has told
     * @param alreadyThere how many bytes of it an earlier run has left
     */
    public void begin(String newName, OptionalLong newTotal, long alreadyThere) {
        name = newName;
        total = newTotal.orElse(-1);
        kept = alreadyThere;
        bytes.set(alreadyThere);
    }

    /** More bytes are there; fewer, if the number is negative, since something has to be fetched again. */
    public void add(long number) {
        bytes.addAndGet(number);
    }

    public int number() {
        return number;
    }

    public URI uri() {
        return uri;
    }

    /** The file's, or before it is known what the URL ends with. */
    public String name() {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return name != null ? name : last.isEmpty() ? uri.getHost() : last;
    }

    /** Its size in bytes, if it is known. */
    public OptionalLong total() {
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /** How many bytes of it are there, with what an earlier run has left; never more than the total. */
    public long bytes() {
        long now = Math.max(0, bytes.get());
        return total < 0 ? now : Math.min(now, total);
    }

    /** How many of them an earlier run has left. */
    public long kept() {
        return kept;
    }
}
