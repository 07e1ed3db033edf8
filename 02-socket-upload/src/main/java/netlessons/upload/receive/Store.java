package netlessons.upload.receive;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Name;
import netlessons.upload.protocol.UploadId;

/** The folder into which the receiver writes: says of each upload whether and how it may begin. Safe for many threads. */
final class Store {
    private final Root root;
    private final Conflict onConflict;
    private final Limits limits;
    private final Space space;
    private final Claims claims = new Claims(Limits.TAKEOVER);
    private final Publisher publisher;
    private final Forcer forcer;
    private final Sweeper sweeper;

    /** For the parts of EAGER uploads. Nobody resumes those, so their names need not be known to anybody. */
    private final long ours = new SecureRandom().nextLong();

    private final AtomicLong next = new AtomicLong();
    private final AtomicInteger grouped = new AtomicInteger();

    /**
     * @param dir a folder that exists
     * @param executor for what takes long
     */
    Store(Path dir, Conflict onConflict, Limits limits, Executor executor) throws IOException {
        this.root = Root.open(dir);
        this.onConflict = onConflict;
        this.limits = limits;
        this.space = new Space(root.path(), limits.minFree(), limits.quota());
        this.publisher = new Publisher(onConflict, root, space, true);
        this.forcer = new Forcer(executor);
        this.sweeper = new Sweeper(root.path(), claims, ours, limits.keepParts());
        if (limits.quota() < Long.MAX_VALUE) {
            sweep(); // nobody may write before we know how much is there
        }
    }

    Path dir() {
        return root.path();
    }

    /** For one connection; to be asked for in the order in which they come. */
    Claims.Holder holder(Runnable letGo) {
        return claims.holder(letGo);
    }

    /** For the uploads of one connection. */
    Group group() {
        return new Group(publisher, root, forcer, grouped);
    }

    /** Deletes old parts, counts what is there. Takes as long as it takes to look at every file. */
    void sweep() throws IOException {
        space.count(sweeper::sweep);
    }

    /** Uploads that are open are their connections' to end. */
    void close() {
        sweeper.stop();
    }

    // @start region=begin
    /**
     * Lets an upload begin.
     *
     * @param holder lets go of it when another connection wants it
     * @throws Rejection if it may not
     * @throws IOException if the client has gone meanwhile
     */
    Upload begin(Message.Begin begin, Claims.Holder holder, Signs signs) throws IOException, Rejection {
        Name name = name(begin.name());
        DigestKind kind = DigestKind.of(begin.digest())
                .orElseThrow(() -> new Rejection(Code.UNSUPPORTED, "There is no digest " + begin.digest() + "."));
        if (begin.size() < 0 || begin.size() > limits.file()) {
            throw new Rejection(Code.TOO_LARGE, "A file may have %d bytes.".formatted(limits.file()));
        }
        Path folder = root.folder(name);
        Path target = Root.file(folder, name.file());
        if (!begin.eager()) { // else the file is here sooner than the answer would be there
            checkConflict(target, begin.size());
        }
        Path part = part(folder, begin);
        Claims.Claim claim = claims.take(begin.id(), holder, signs);
        Upload upload = new Upload(begin, root, name, target, part, kind, space.reservation(), claim);
        try {
            if (begin.eager()) {
                upload.expectAll();
            } else {
                upload.look(signs);
            }
            return upload;
        } catch (IOException | Rejection | RuntimeException | Error e) {
            upload.close();
            throw e;
        }
    }
    // @end

    private Name name(byte[] utf8) throws Rejection {
        try {
            Name name = Name.of(utf8, limits.hidden());
            if (name.parts().stream().anyMatch(Root::isReserved)) {
                throw new Rejection(Code.BAD_NAME, "Names like this one are kept for the receiver.");
            }
            return name;
        } catch (Name.BadName e) {
            throw new Rejection(Code.BAD_NAME, e.getMessage());
        }
    }

    /** Better now than after gigabytes. What is said here may be different at the end, and then that counts. */
    private void checkConflict(Path target, long size) throws Rejection {
        Optional<BasicFileAttributes> there;
        try {
            there = Disk.look(target);
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        boolean file = there.map(BasicFileAttributes::isRegularFile).orElse(true);
        boolean other = there.isPresent() && there.get().size() != size;
        if (onConflict == Conflict.reject && (!file || other) || onConflict == Conflict.replace && !file) {
            throw new Rejection(Code.EXISTS, "There is something else of this name.");
        }
    }

    private Path part(Path folder, Message.Begin begin) {
        return Temporary.path(folder, begin.eager() ? new UploadId(ours, next.getAndIncrement()) : begin.id());
    }
}
