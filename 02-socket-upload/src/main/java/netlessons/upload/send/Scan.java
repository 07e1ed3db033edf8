package netlessons.upload.send;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Name;

/**
 * Finds the files that are to be sent, one after the other: it holds one path at a time in memory, not all of them. For
 * one thread.
 */
final class Scan {
    /** Takes what was found, and may make the scan wait. */
    interface Sink {
        void found(Item item) throws InterruptedException;

        /** Not sent on purpose. */
        void skipped(Path path, String reason);

        /** Cannot be sent. */
        void failed(Path path, String name, Fault fault);
    }

    private static final char REPLACEMENT = '\uFFFD';
    private static final int LONGEST_DEVICE = 4;
    private static final int LONGEST_PLAIN = 100;
    private static final int SURELY_SHALLOW = 20;

    private final boolean hidden;
    private final Sink sink;

    /** What each PATH is called at the receiver's, and what that is here. */
    private final Map<String, Path> named = new HashMap<>();

    private long found;

    /** @param hidden whether also those whose names begin with a dot */
    Scan(boolean hidden, Sink sink) {
        this.hidden = hidden;
        this.sink = sink;
    }

    /**
     * A file, or all that is in a folder, under the last part of its name; of {@code .} what is in it, under its own
     * names. A link that was named here is followed, as {@code find -H} does; those inside a folder are not. A second one
     * of the same name would replace the first at the receiver's, so it fails.
     */
    void path(Path given) throws InterruptedException {
        try {
            Path real = given.toRealPath();
            String base = base(given, real);
            Path before = base.isEmpty() ? null : named.putIfAbsent(base, real);
            if (before == null) {
                entry(real, base, Item.attributes(real));
            } else if (!before.equals(real)) {
                sink.failed(given, base, Fault.of(Code.EXISTS, "Another PATH has this name; send them one by one."));
            }
        } catch (IOException e) {
            sink.failed(given, given.toString(), unreadable(e));
        }
    }

    private static String base(Path given, Path real) {
        Path last = given.getFileName();
        if (last != null && (last.toString().isEmpty() || last.toString().equals("."))) {
            return "";
        } else if (last == null || last.toString().equals("..")) {
            last = real.getFileName(); // null for the root of all
        }
        return last == null ? "" : normal(last);
    }

    private static String normal(Path last) {
        String text = last.toString();
        return isPlain(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** Most names are, and then there is nothing to normalize, and nothing to find fault with. */
    static boolean isPlain(String part) {
        int dots = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean other = c >= '0' && c <= '9' || c == '_' || c == '-';
            // What begins with up to four characters and a dot could be a device of Windows.
            boolean dot = c == '.' && i > LONGEST_DEVICE && i < part.length() - 1;
            if (!letter && !other && !dot) {
                return false;
            }
        }
        return part.length() > LONGEST_DEVICE && part.length() <= LONGEST_PLAIN;
    }

    private void entry(Path path, String name, BasicFileAttributes attributes) throws InterruptedException {
        if (attributes.isSymbolicLink()) {
            sink.skipped(path, "symbolic links are not followed");
        } else if (!attributes.isDirectory() && !attributes.isRegularFile()) {
            sink.skipped(path, "it is neither a file nor a folder");
        } else if (isGood(path, name)) {
            if (attributes.isDirectory()) {
                folder(path, name, attributes);
            } else {
                found(Item.of(path, name, attributes));
            }
        }
    }

    private void folder(Path path, String name, BasicFileAttributes attributes) throws InterruptedException {
        long before = found;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                child(entry, name);
            }
        } catch (DirectoryIteratorException e) {
            sink.failed(path, name, unreadable(e.getCause()));
            return;
        } catch (IOException e) {
            sink.failed(path, name, unreadable(e));
            return;
        }
        if (found == before && !name.isEmpty()) {
            found(Item.of(path, name, attributes)); // a folder with files in it is made when the first one comes
        }
    }

    private void child(Path path, String folder) throws InterruptedException {
        String last = normal(path.getFileName());
        if (last.startsWith(".") && !hidden) {
            sink.skipped(path, "its name begins with a dot (--hidden sends it)");
            return;
        }
        String name = folder.isEmpty() ? last : folder + "/" + last;
        try {
            entry(path, name, Item.attributes(path));
        } catch (IOException e) {
            sink.failed(path, name, unreadable(e));
        }
    }

    private void found(Item item) throws InterruptedException {
        found++;
        sink.found(item);
    }

    /** What the receiver would refuse is not even tried; nor what is in a folder of such a name. */
    private boolean isGood(Path path, String name) {
        if (name.isEmpty() || isPlain(name.substring(name.lastIndexOf('/') + 1)) && isShallow(name)) {
            return true; // the folders it is in were looked at before
        }
        String fault = null;
        try {
            Name.of(name.getBytes(StandardCharsets.UTF_8), hidden);
            if (name.indexOf(REPLACEMENT) >= 0
                    && !path.getFileSystem().getPath(path.toString()).equals(path)) {
                fault = "Its name is not valid in the system's encoding (LC_ALL=C.UTF-8 may help).";
            }
        } catch (Name.BadName e) {
            fault = e.getMessage();
        }
        if (fault != null) {
            sink.failed(path, name, Fault.of(Code.BAD_NAME, fault));
        }
        return fault == null;
    }

    private static boolean isShallow(String name) {
        int parts = 1;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            parts++;
        }
        return parts <= SURELY_SHALLOW;
    }

    /** Why a file or folder cannot be read, in plain words. */
    static Fault unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new Fault(Fault.GONE, false, "There is no such file or folder.");
        } else if (e instanceof AccessDeniedException) {
            return new Fault(Fault.UNREADABLE, false, "It may not be read: permission denied.");
        }
        return new Fault(Fault.UNREADABLE, true, "It cannot be read: " + e.getMessage());
    }
}
