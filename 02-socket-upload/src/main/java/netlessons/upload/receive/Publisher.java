package netlessons.upload.receive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Name;

/**
 * Gives whole files their final names, each in one step: nobody ever sees half a file, and of two that want one name at
 * the same moment exactly one gets it. Safe for use by many threads.
 */
final class Publisher {
    /** Of files called "name (1)", "name (2)" and so on: each new one has to look at all of them. */
    private static final int MOST_TWINS = 1000;

    private final Conflict onConflict;
    private final Root root;
    private final Space space;
    /** For steps that look first and then act. */
    private final ReentrantLock looking = new ReentrantLock();

    private final boolean links;

    /** @param links false for tests: that a file system has none is found out each time */
    Publisher(Conflict onConflict, Root root, Space space, boolean links) {
        this.links = links;
        this.onConflict = onConflict;
        this.root = root;
        this.space = space;
    }

    /**
     * Publishes an upload whose bytes are durable. Its name is so only when the folder has been forced.
     *
     * @throws IOException if the client has gone meanwhile
     */
    Message.Committed publish(Upload upload, Signs signs) throws IOException, Rejection {
        if (upload.isFolder()) {
            return folder(upload);
        }
        root.check(upload.target().getParent());
        if (upload.temporary().isEmpty()) {
            return have(upload, upload.target(), upload.name());
        }
        upload.stamp(); // linking or renaming writes the times, too, when the folder is forced
        return switch (onConflict) {
            case reject -> first(upload, 1, signs);
            case rename -> first(upload, MOST_TWINS, signs);
            case replace -> replace(upload, signs);
        };
    }

    private Message.Committed folder(Upload upload) throws Rejection {
        boolean before;
        try {
            before = Disk.look(upload.target()).isPresent();
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        root.makeFolder(upload.name().parts());
        return answer(upload, upload.name(), before);
    }

    // @start region=first
    /** The first free one of its names. */
    private Message.Committed first(Upload upload, int names, Signs signs) throws IOException, Rejection {
        for (int twin = 0; twin < names; twin++) {
            Name name = twin == 0 ? upload.name() : upload.name().twin(twin);
            Path target = upload.target().resolveSibling(name.file());
            if (take(upload, target)) {
                return answer(upload, name, false);
            } else if (isSame(upload, target, signs)) {
                return have(upload, target, name);
            }
        }
        throw new Rejection(Code.EXISTS, "There is another file of this name.");
    }

    /** Gives it this name if that is free: looking first would leave a moment in which somebody else takes it. */
    private boolean take(Upload upload, Path target) throws Rejection {
        Path from = upload.temporary().orElseThrow().path();
        try {
            if (links) {
                try {
                    Files.createLink(target, from);
                    upload.published();
                    return true;
                } catch (FileAlreadyExistsException e) {
                    return false;
                } catch (UnsupportedOperationException | IOException e) {
                    return takeWithoutLinks(upload, from, target);
                }
            }
            return takeWithoutLinks(upload, from, target);
        } catch (IOException e) {
            throw Rejection.of(e);
        }
    }
    // @end

    /** FAT has no links. There we look and then rename: one step for our own threads, not for other programs. */
    private boolean takeWithoutLinks(Upload upload, Path from, Path target) throws IOException {
        looking.lock();
        try {
            if (Disk.look(target).isPresent()) {
                return false;
            }
            Files.move(from, target);
        } finally {
            looking.unlock();
        }
        upload.published();
        return true;
    }

    // @start region=replace
    /** Takes the name from the file that has it, which is a whole file until the moment that this one is. */
    private Message.Committed replace(Upload upload, Signs signs) throws IOException, Rejection {
        if (isSame(upload, upload.target(), signs)) {
            return have(upload, upload.target(), upload.name());
        }
        looking.lock(); // two that replace one file free its bytes once
        try {
            Optional<BasicFileAttributes> old = Disk.look(upload.target());
            if (!old.map(BasicFileAttributes::isRegularFile).orElse(true)) {
                throw new Rejection(Code.EXISTS, "There is something of this name that is no file.");
            }
            Files.move(upload.temporary().orElseThrow().path(), upload.target(), StandardCopyOption.ATOMIC_MOVE);
            upload.published();
            space.freed(old.map(BasicFileAttributes::size).orElse(0L));
        } catch (IOException e) {
            throw Rejection.of(e);
        } finally {
            looking.unlock();
        }
        return answer(upload, upload.name(), false);
    }
    // @end

    private static boolean isSame(Upload upload, Path file, Signs signs) throws IOException, Rejection {
        Optional<BasicFileAttributes> there;
        try {
            there = Disk.look(file);
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        return there.filter(BasicFileAttributes::isRegularFile).isPresent()
                && there.get().size() == upload.size()
                && Reading.digest(file, upload.size(), upload.kind(), signs).equals(upload.digest());
    }

    /** The very file is there; that it is durable we cannot know. */
    private static Message.Committed have(Upload upload, Path file, Name name) throws Rejection {
        try {
            upload.discard();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        return answer(upload, name, true);
    }

    private static Message.Committed answer(Upload upload, Name name, boolean before) {
        return new Message.Committed(upload.size(), upload.digest(), name.toString(), before);
    }
}
