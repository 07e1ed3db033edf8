package netlessons.ftp.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that was reached step by step, each from the open folder before it, and through no link: whoever exchanges a
 * folder for a link meanwhile leads nobody astray. Where Java cannot do that (Windows, macOS with an older JDK), we look
 * again instead, which leaves a moment. For one thread.
 */
final class Steps implements Closeable, Iterable<Path> {
    static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    static final Set<OpenOption> WRITE = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path folder;
    private final DirectoryStream<Path> stream;

    private Steps(Path folder, DirectoryStream<Path> stream) {
        this.folder = folder;
        this.stream = stream;
    }

    // @start region=steps
    /**
     * @param root a real path
     * @param folder a real path that begins with the root's
     */
    static Steps to(Path root, Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        Path at = root;
        for (Path step : folder.equals(root) ? Set.<Path>of() : root.relativize(folder)) {
            at = at.resolve(step);
            try (DirectoryStream<Path> before = stream) {
                stream = before instanceof SecureDirectoryStream<Path> secure ? inside(secure, step) : plain(at);
            }
        }
        return new Steps(at, stream);
    }
    // @end

    /**
     * Java has no way to open a folder or nothing. To open as a folder what is none makes JDK 25 leave one descriptor open and
     * close another one twice, which may be somebody else's by then; and to open a pipe would wait for ever. Behind {@code
     * name/.} the system itself finds only folders. It would follow a link there: so the one that is open has to be the one
     * that was found.
     */
    static DirectoryStream<Path> inside(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        BasicFileAttributes found = folder.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!found.isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        SecureDirectoryStream<Path> stream = folder.newDirectoryStream(name.resolve("."));
        try {
            if (Objects.equals(key(stream), found.fileKey())) {
                return stream;
            }
            throw new NotDirectoryException(name.toString()); // exchanged just now
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static Object key(SecureDirectoryStream<Path> stream) throws IOException {
        return stream.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
    }

    private static DirectoryStream<Path> plain(Path folder) throws IOException {
        if (!folder.toRealPath().equals(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        return Files.newDirectoryStream(folder);
    }

    /** What is there under this name, itself and not what it may point to. */
    BasicFileAttributes attributes(Path name) throws IOException {
        PosixFileAttributeView posix = view(name, PosixFileAttributeView.class);
        return posix == null ? view(name, BasicFileAttributeView.class).readAttributes() : posix.readAttributes();
    }

    /** What is there under this name, if anything is. */
    Optional<BasicFileAttributes> look(Path name) throws IOException {
        try {
            return Optional.of(attributes(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** To read and change what the system knows of a file. */
    <V extends FileAttributeView> V view(Path name, Class<V> type) {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(folder.resolve(name), type, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a file that was found, and no other one.
     *
     * @throws NoSuchFileException if there is another one by now
     */
    FileChannel open(Found file, Set<OpenOption> options) throws IOException {
        Path name = file.real().getFileName();
        check(file, name); // to open a pipe would wait for ever
        FileChannel channel = open(name, options);
        try {
            check(file, name);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void check(Found file, Path name) throws IOException {
        BasicFileAttributes now = attributes(name);
        if (!now.isRegularFile()
                || !Objects.equals(now.fileKey(), file.attributes().fileKey())) {
            throw new NoSuchFileException(name.toString());
        }
    }

    /** A file of this name. */
    FileChannel open(Path name, Set<OpenOption> options) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? (FileChannel) secure.newByteChannel(name, options)
                : FileChannel.open(folder.resolve(name), options);
    }

    /** Java has no mkdirat: what would lead elsewhere is found out afterwards. */
    void makeFolder(Path name) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectory(path);
        if (!attributes(name).isDirectory()) {
            throw new NotDirectoryException(path.toString());
        }
    }

    void delete(Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            secure.deleteFile(name);
        } else {
            Files.delete(folder.resolve(name));
        }
    }

    void deleteFolder(Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            secure.deleteDirectory(name);
        } else {
            Files.delete(folder.resolve(name));
        }
    }

    /** Gives a file another name, in one step; a file that has that name goes. */
    void rename(Path name, Steps to, Path newName) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> from
                && to.stream instanceof SecureDirectoryStream<Path> target) {
            from.move(name, target, newName);
        } else {
            Files.move(folder.resolve(name), to.folder.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Makes the names in it durable. Where a folder cannot be opened (Windows), the file system has to see to it. */
    void force() throws IOException {
        if (stream instanceof SecureDirectoryStream<Path>) {
            try (FileChannel itself = open(name("."), Set.of(StandardOpenOption.READ))) {
                itself.force(true);
            }
        }
    }

    /** Stays the same when it gets another name. */
    Object key() throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure ? key(secure) : folder;
    }

    /** A name in it. */
    Path name(String text) {
        return folder.getFileSystem().getPath(text);
    }

    /** The names of what is in it, once. */
    @Override
    public Iterator<Path> iterator() {
        return stream.iterator();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
