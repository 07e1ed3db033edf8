package netlessons.downloader.progress;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells people or programs what becomes of the files. Called by several threads at once; no method waits for long or
 * fails.
 */
public interface Progress extends AutoCloseable {
    /** One that says nothing. */
    Progress NONE = new Progress() {};

    /** The origin has begun to answer: the track's name, total and place are known now. Once a file. */
    default void started(Track track) {}

    /** Something failed and is tried again. @param attempt from 1 @param of how many there are without progress */
    default void retrying(Track track, String reason, Duration wait, int attempt, int of) {}

    /** What had come is of no use: the track has been set back. */
    default void restarted(Track track, String reason) {}

    /** The file is tried from its next address. */
    default void mirror(Track track, String reason) {}

    /** Something that people should know. */
    default void warning(Track track, String message) {}

    /** It is safe on disk under this name. @param there whether it had been there before */
    default void done(Track track, Path file, boolean there) {}

    /** It is over. @param kept whether the same command would go on where it was */
    default void failed(Track track, String reason, boolean kept) {}

    /** Nobody asks this host for a while. */
    default void paused(String host, Duration wait) {}

    /** All is over; the last call but {@link #close}. */
    default void finished(Summary summary) {}

    /** Stops drawing. */
    @Override
    default void close() {}
}
