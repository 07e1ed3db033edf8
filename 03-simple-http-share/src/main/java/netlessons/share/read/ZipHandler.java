package netlessons.share.read;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Order;
import netlessons.share.folder.Root;
import netlessons.share.http.Content;
import netlessons.share.http.Disposition;
import netlessons.share.http.Response;

/**
 * Sends a folder with all that is in it as one archive, which is made while it is sent: it needs no space, and may be
 * larger than any memory. Safe for use by many threads.
 */
public final class ZipHandler {
    private static final int DEEPEST = 64;

    private final Root root;
    private final String name;

    /** @param name of the archive of the root */
    public ZipHandler(Root root, String name) {
        this.root = root;
        this.name = name;
    }

    public Response handle(Found folder) {
        String file = (folder.names().isEmpty() ? name : folder.name()) + ".zip";
        return Response.of(200)
                .with("Content-Type", "application/zip")
                .with("Content-Disposition", Disposition.of("attachment", file))
                .with("Cache-Control", "no-store")
                .with(new Content.Written(out -> write(folder, out)))
                .asDownload();
    }

    private void write(Found folder, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        // On a network at home to compress takes longer than to send, and pictures do not get smaller.
        zip.setLevel(Deflater.NO_COMPRESSION);
        addAll(folder, "", zip);
        zip.finish();
    }

    private void addAll(Found folder, String prefix, ZipOutputStream zip) throws IOException {
        List<Entry> entries = root.list(folder);
        entries.sort(Order.name.comparator(false));
        for (Entry entry : entries) {
            List<String> names = new ArrayList<>(folder.names());
            names.add(entry.path());
            Optional<Found> found = root.find(names);
            if (found.isEmpty()) {
                continue; // it has just gone
            }
            boolean link = !found.get().real().equals(folder.real().resolve(entry.path()));
            if (!found.get().isFolder()) {
                add(found.get(), prefix, zip);
            } else if (!link && names.size() < DEEPEST) { // what is behind a link is in the archive already
                put(prefix + entry.path() + "/", found.get(), zip);
                addAll(found.get(), prefix + entry.path() + "/", zip);
            }
        }
    }

    private void add(Found file, String prefix, ZipOutputStream zip) throws IOException {
        FileChannel channel;
        try {
            channel = root.open(file);
        } catch (NoSuchFileException e) {
            return;
        }
        try (FileChannel open = channel) {
            put(prefix + file.name(), file, zip);
            Channels.newInputStream(open).transferTo(zip);
        }
    }

    private static void put(String name, Found file, ZipOutputStream zip) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.from(file.modified()));
        zip.putNextEntry(entry);
    }
}
