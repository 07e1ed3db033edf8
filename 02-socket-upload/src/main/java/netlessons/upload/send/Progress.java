package netlessons.upload.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.upload.protocol.Message;

/** Tells people or programs what becomes of the files. Called by several threads at once. */
interface Progress {
    /** The first bytes of an attempt are sent, or the first after what an earlier one has left behind. */
    default void started(Item item, long offset) {}

    default void committed(Item item, Message.Committed answer) {}

    default void failed(Path path, String name, Fault fault) {}

    default void skipped(Path path, String reason) {}

    /** Something went wrong and is tried again. @param item the file, or null if it was the connection */
    default void retrying(Item item, Fault fault, Duration wait, int attempt, int of) {}

    /** It is over with all files that are left. */
    default void gaveUp(Fault fault, List<Outgoing> rest) {}

    /** Called a few times a second. */
    default void show(Tally.Now now) {}

    default void finished(Summary summary) {}
}
