package netlessons.share.tus;

import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Upload;
import netlessons.share.folder.Uploads;
import netlessons.share.http.HttpError;

/**
 * All uploads that are under way, and the last ones that are over. Safe for use by many threads.
 *
 * <p>Clients come, begin, and are never seen again; so all that is kept for them has an end.
 */
final class Transfers implements Closeable {
    /** 128 random bits: nobody guesses the address of somebody else's upload. */
    static final String ID = "[0-9a-f]{32}";

    /** Each takes some memory, but no open file while it rests. */
    static final int MOST_UNFINISHED = 1000;

    /** Who did not get the last answer asks again; one of these knows what to say. */
    static final int MOST_OVER = 1000;

    /** Shorter ones are as well begun again after a restart of the server: no note, and no wait for the disk. */
    private static final long WORTH_A_NOTE = 1 << 20;

    private static final System.Logger LOGGER = System.getLogger(Transfers.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Uploads uploads;
    private final Notes notes;
    private final Duration keep;
    private final InstantSource clock;
    private final ReentrantLock beginning = new ReentrantLock();
    private final Map<String, Transfer> unfinished = new ConcurrentHashMap<>();
    private final Map<String, Transfer> over = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Transfer> eldest) {
            return size() > MOST_OVER;
        }
    });

    /** @param keep how long one is kept after the last byte came */
    Transfers(Uploads uploads, Notes notes, Duration keep, InstantSource clock) {
        this.uploads = uploads;
        this.notes = notes;
        this.keep = keep;
        this.clock = clock;
    }

    /**
     * Makes a new one.
     *
     * @return its id
     * @throws HttpError 503 if there are too many
     */
    String begin(Note note) throws Refused, IOException {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        beginning.lock();
        try {
            makeRoom();
            Upload upload = uploads.inPieces(note.names(), note.length(), note.rule(), id);
            Runnable remember = () -> remember(id, note);
            unfinished.put(id, new Transfer(upload, note, clock.instant(), clock, remember));
            return id;
        } finally {
            beginning.unlock();
        }
    }

    private void remember(String id, Note note) {
        try {
            if (note.length() >= WORTH_A_NOTE) {
                notes.write(id, note);
            }
        } catch (IOException e) { // it lives as long as this server, then
            LOGGER.log(System.Logger.Level.DEBUG, "No note could be written", e);
        }
    }

    /** One of which nothing has come for a while, not even the first byte, gives way to a new one. */
    private void makeRoom() throws IOException {
        if (unfinished.size() < MOST_UNFINISHED) {
            return;
        }
        Instant old = clock.instant().minus(Duration.ofMinutes(1));
        String id = unfinished.entrySet().stream()
                .filter(entry -> entry.getValue().offset() == 0
                        && entry.getValue().touched().isBefore(old))
                .min(Comparator.comparing(entry -> entry.getValue().touched()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new HttpError(503, "Too many uploads are unfinished."));
        drop(id);
    }

    /** @throws HttpError 404 if it is not known, 410 if it was given up */
    Transfer find(String id) throws IOException {
        Transfer transfer = Optional.ofNullable(unfinished.get(id)).orElseGet(() -> over.get(id));
        if (transfer == null) {
            throw new HttpError(404, "There is no such upload, or not any more.");
        } else if (isOld(transfer)) {
            drop(id);
        }
        return transfer;
    }

    /** To be told after each thing that was done with it. */
    void settle(String id) {
        Transfer transfer = unfinished.get(id);
        if (transfer != null && transfer.isOver()) {
            over.put(id, transfer);
            unfinished.remove(id);
            notes.remove(id);
        }
    }

    /** Gives one up. If it is whole already, only this address goes, not the file. */
    void drop(String id) throws IOException {
        Transfer transfer = unfinished.get(id);
        transfer = transfer == null ? over.get(id) : transfer;
        if (transfer != null) {
            try {
                transfer.drop();
            } finally {
                settle(id); // also if its bytes could not be deleted: nothing more can come of it
            }
        }
    }

    /** When it will be given up if nothing more comes. */
    Instant expires(Transfer transfer) {
        return transfer.touched().plus(keep);
    }

    private boolean isOld(Transfer transfer) {
        return !transfer.isOver() && !expires(transfer).isAfter(clock.instant());
    }

    /** Gives up those of which nothing has come for too long. */
    void sweep() {
        unfinished.forEach((id, transfer) -> {
            try {
                if (isOld(transfer)) {
                    drop(id);
                }
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.WARNING, "An old upload cannot be removed", e);
            }
        });
    }

    /** Takes up again what an earlier run of the server left, however it ended. */
    void restore() throws IOException {
        for (Map.Entry<String, Note> entry : notes.all().entrySet()) {
            Optional<Transfer> transfer = leftOver(entry.getKey(), entry.getValue());
            transfer.ifPresent(found -> unfinished.put(entry.getKey(), found));
            if (transfer.isEmpty()) {
                notes.remove(entry.getKey());
            }
        }
        sweep();
    }

    private Optional<Transfer> leftOver(String id, Note note) {
        try {
            Optional<Upload> upload = uploads.leftOver(note.names(), note.rule(), id);
            if (upload.isEmpty()) {
                return Optional.empty();
            } else if (upload.get().size() > note.length()) {
                upload.get().close();
                return Optional.empty();
            }
            return Optional.of(new Transfer(upload.get(), note, upload.get().changed(), clock, () -> {}));
        } catch (IOException | HttpError e) { // perhaps the name is none any more: the server may have other rules now
            LOGGER.log(System.Logger.Level.DEBUG, "An upload cannot be taken up again", e);
            return Optional.empty();
        }
    }

    /** Takes nothing more. What has a note stays, for the next run. */
    @Override
    public void close() {
        unfinished.forEach((id, transfer) -> {
            try {
                if (transfer.note().length() >= WORTH_A_NOTE && transfer.offset() > 0) {
                    transfer.leave();
                } else {
                    drop(id);
                }
            } catch (IOException e) {
                LOGGER.log(System.Logger.Level.WARNING, "An upload cannot be put away", e);
            }
        });
        unfinished.clear();
    }
}
