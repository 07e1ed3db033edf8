package netlessons.share.read;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Listing;
import netlessons.share.folder.Order;
import netlessons.share.folder.Root;
import netlessons.share.folder.Search;
import netlessons.share.http.Content;
import netlessons.share.http.Disposition;
import netlessons.share.http.HttpError;
import netlessons.share.http.Response;

/**
 * Sends a folder with all that is in it as one archive, which is made while it is sent: it needs no space, and may be
 * larger than any memory. Safe for use by many threads.
 */
public final class ZipHandler {
    private static final int BUFFER = 64 << 10;

    /** Folders in folders: to reach one takes a step for each above it, so that a few thousand would take for ever. */
    private static final int DEEPEST = 100;

    /** Names in the list of what was left out. */
    private static final int MOST_LEFT_OUT = 1000;

    /** How often a file may be replaced between our look at it and the moment it is open. */
    private static final int ATTEMPTS = 10;

    /** Archives of so many files at most are made at once as often as they are asked for: of each some words are kept. */
    private static final int FEW = 2000;

    /** How many folders are looked through at once, to know whether their archives will be large. */
    private static final int LOOKS = 8;

    private final Root root;
    private final String name;
    private final Room looks;
    private final Room large;

    /** @param name of the archive of the root */
    public ZipHandler(Root root, String name) {
        this(root, name, new Room(LOOKS), Room.forLarge());
    }

    /**
     * @param looks for those who look how large an archive will be
     * @param large for archives of many files
     */
    ZipHandler(Root root, String name, Room looks, Room large) {
        this.root = root;
        this.name = name;
        this.looks = looks;
        this.large = large;
    }

    /**
     * @throws HttpError 503 if too many ask for large ones at once
     * @throws IOException if the folder has gone, or cannot be read: later it would be too late to say so
     */
    public Response handle(Found folder) throws IOException {
        root.list(folder, 1);
        if (!looks.run(() -> Search.findsMore(root, folder, FEW))) {
            return answer(folder);
        }
        large.enter();
        return answer(folder).whenOver(complete -> large.leave());
    }

    private Response answer(Found folder) {
        String file = (folder.names().isEmpty() ? name : folder.name()) + ".zip";
        return Response.of(200)
                .with("Content-Type", "application/zip")
                .with("Content-Disposition", Disposition.of("attachment", file))
                .with("Accept-Ranges", "none")
                .with("Cache-Control", "no-store")
                .with(new Content.Written(out -> new Archive(out).write(folder)))
                .asDownload();
    }

    /** One archive while it is written. */
    private final class Archive {
        private final Zip zip;
        private final byte[] buffer = new byte[BUFFER];
        private final List<String> leftOut = new ArrayList<>();

        Archive(OutputStream out) {
            this.zip = new Zip(out);
        }

        void write(Found folder) throws IOException {
            try {
                Listing listing = root.list(folder, Integer.MAX_VALUE);
                addAll(folder, listing, "");
                tellWhatWasLeftOut(listing);
                zip.finish();
            } finally {
                zip.end();
            }
        }

        private void addAll(Found folder, Listing listing, String prefix) throws IOException {
            for (Entry entry : Order.name.sorted(listing.entries(), false)) {
                List<String> names = new ArrayList<>(folder.names());
                names.add(entry.path());
                add(folder, names, prefix + entry.path());
            }
        }

        private void add(Found parent, List<String> names, String path) throws IOException {
            boolean done = false;
            for (int attempt = 0; attempt < ATTEMPTS && !done; attempt++) {
                try {
                    Optional<Found> found = root.find(names);
                    if (found.isPresent()) {
                        add(parent, found.get(), path);
                    }
                    done = true;
                } catch (NoSuchFileException e) {
                    // It has just gone, or another one has taken its place: look again.
                } catch (AccessDeniedException e) {
                    leaveOut(path);
                    done = true;
                }
            }
        }

        private void add(Found parent, Found found, String path) throws IOException {
            boolean link = !found.real().equals(parent.real().resolve(found.name()));
            if (!found.isFolder()) {
                addFile(found, path);
            } else if (link) {
                return; // it may lead round in a circle
            } else if (path.chars().filter(c -> c == '/').count() >= DEEPEST) {
                leaveOut(path + "/");
            } else {
                Listing listing = root.list(found, Integer.MAX_VALUE);
                put(path + "/", found);
                addAll(found, listing, path + "/");
            }
        }

        /** As much as the file had when it was found: one that grows as fast as we send would have no end. */
        private void addFile(Found file, String path) throws IOException {
            try (FileChannel channel = root.open(file)) {
                put(path, file);
                long left = file.size();
                int count = 0;
                while (left > 0 && count >= 0) {
                    count = channel.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(left, BUFFER)));
                    if (count > 0) {
                        zip.write(buffer, 0, count);
                        left -= count;
                    }
                }
            }
        }

        private void leaveOut(String path) {
            if (leftOut.size() < MOST_LEFT_OUT) {
                leftOut.add(path);
            }
        }

        /** It is too late for another status; but whoever unpacks the archive should know what is not in it. */
        private void tellWhatWasLeftOut(Listing top) throws IOException {
            if (leftOut.isEmpty()) {
                return;
            }
            String file = "NOT IN THIS ARCHIVE.txt";
            while (isThere(file, top)) {
                file = "_" + file;
            }
            zip.putNextEntry(new ZipEntry(file));
            zip.write(("The server could not read, or not reach, among others:\r\n" + String.join("\r\n", leftOut)
                            + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }

        private static boolean isThere(String name, Listing listing) {
            return listing.entries().stream().anyMatch(entry -> entry.path().equalsIgnoreCase(name));
        }

        private void put(String path, Found file) throws IOException {
            ZipEntry entry = new ZipEntry(path);
            entry.setLastModifiedTime(FileTime.from(file.modified()));
            zip.putNextEntry(entry);
        }
    }
}
