package netlessons.share.folder;

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
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that was reached step by step, each from the open folder before it, and through no link: whoever exchanges a
 * folder for a link meanwhile leads nobody astray. Where Java cannot do that (Windows, macOS with an older JDK), we look again instead, which
 * leaves a moment. For one thread.
 */
final class Steps implements DirectoryStream<Path> {
    static final Set<OpenOption> WRITE = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    static final Set<OpenOption> NEW = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);

    private final Path folder;
    private final DirectoryStream<Path> stream;

    private Steps(Path folder, DirectoryStream<Path> stream) {
        this.folder = folder;
        this.stream = stream;
    }

    // @start region=steps
    /**
     * @param root a real path
     * @param way from there; null for the root itself
     */
    static Steps from(Path root, Path way) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        Path at = root;
        for (Path step : way == null ? Set.<Path>of() : way) {
            at = at.resolve(step);
            try (DirectoryStream<Path> before = stream) {
                if (before instanceof SecureDirectoryStream<Path> secure) {
                    stream = secure.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
                } else {
                    stream = plain(at);
                }
            }
        }
        return new Steps(at, stream);
    }
    // @end

    /** @param folder a path that begins with the root's */
    static Steps to(Root root, Path folder) throws IOException {
        return from(root.path(), folder.equals(root.path()) ? null : root.path().relativize(folder));
    }

    private static DirectoryStream<Path> plain(Path folder) throws IOException {
        if (!folder.toRealPath().equals(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        return Files.newDirectoryStream(folder);
    }

    /** What is there under this name, itself and not what it may point to. */
    BasicFileAttributes attributes(Path name) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                : Root.attributes(folder.resolve(name));
    }

    /** @throws NoSuchFileException if there is another one by now */
    FileChannel open(Found file) throws IOException {
        Path name = file.real().getFileName();
        check(file, name); // opening a pipe would wait for ever
        FileChannel channel = open(name, READ);
        try {
            check(file, name);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A file of this name. */
    FileChannel open(Path name, Set<OpenOption> options) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? (FileChannel) secure.newByteChannel(name, options)
                : FileChannel.open(folder.resolve(name), options);
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

    /** What is there under this name, if anything is. */
    Optional<BasicFileAttributes> look(Path name) throws IOException {
        try {
            return Optional.of(attributes(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void check(Found file, Path name) throws IOException {
        BasicFileAttributes now = attributes(name);
        if (!now.isRegularFile()
                || !Objects.equals(now.fileKey(), file.attributes().fileKey())) {
            throw new NoSuchFileException(file.name());
        }
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
