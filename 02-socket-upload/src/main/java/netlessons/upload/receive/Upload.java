package netlessons.upload.receive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.Message;
import netlessons.upload.protocol.Name;
import netlessons.upload.protocol.ProtocolException;

/**
 * One file on its way: what has come of it, and the digest of that. It begins in one of three ways: with nothing, with a
 * part of it from before, or with a file of its name and size, which may be this very file. For one thread at a time.
 */
final class Upload implements Closeable {
    private final Message.Begin begin;
    private final Root root;
    private final Name name;
    private final Path target;
    private final Path part;
    private final DigestKind kind;
    private final Space.Reservation space;
    private final Claims.Claim claim;

    private FileDigest digest;
    private Temporary temporary;
    private BasicFileAttributes existing;
    private long position;
    private boolean moved;

    /**
     * Begins with nothing.
     *
     * @param target where it is to lie
     * @param part where what has come lies until it is whole, in the same folder
     * @param space nothing reserved yet
     * @param claim to be released at the end
     */
    Upload(
            Message.Begin begin,
            Root root,
            Name name,
            Path target,
            Path part,
            DigestKind kind,
            Space.Reservation space,
            Claims.Claim claim) {
        this.begin = begin;
        this.root = root;
        this.name = name;
        this.target = target;
        this.part = part;
        this.kind = kind;
        this.space = space;
        this.claim = claim;
        this.digest = kind.begin();
    }

    /** Nothing is here: all of it will come. */
    void expectAll() throws Rejection {
        space.reserve(begin.size());
    }

    // @start region=begin
    /**
     * Looks for what is here already, and makes the digest of it.
     *
     * @throws IOException if the client has gone meanwhile
     */
    void look(Signs signs) throws IOException, Rejection {
        Optional<BasicFileAttributes> file;
        try {
            temporary = Temporary.resume(part, begin.size()).orElse(null);
            file = temporary == null ? Disk.look(target) : Optional.empty();
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        if (temporary != null) {
            space.reserve(begin.size() - temporary.size());
            temporary.addTo(digest, signs);
            position = temporary.size();
        } else if (file.filter(this::isOfOurSize).isPresent()) {
            Reading.add(target, begin.size(), digest, signs);
            existing = file.get();
            position = begin.size();
        } else {
            expectAll();
        }
    }

    private boolean isOfOurSize(BasicFileAttributes file) {
        return file.isRegularFile() && file.size() == begin.size() && begin.size() > 0;
    }
    // @end

    Message.Ready ready() {
        return new Message.Ready(position, digest.value());
    }

    // @start region=data
    /**
     * The next bytes.
     *
     * @throws ProtocolException if they are not the next
     * @throws Rejection if they cannot be written
     */
    void data(long offset, ByteBuffer bytes) throws ProtocolException, Rejection {
        int count = bytes.remaining();
        boolean anew = !moved && offset == 0 && position > 0;
        long expected = anew ? 0 : position;
        if (offset != expected || count > begin.size() - expected) {
            throw new ProtocolException(
                    Code.BAD_OFFSET,
                    "DATA at %s with %d bytes; it should begin at %d and the file has %d."
                            .formatted(Long.toUnsignedString(offset), count, expected, begin.size()));
        }
        try {
            if (anew) {
                forget();
            }
            moved = true;
            digest.update(bytes.duplicate());
            file().write(bytes);
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        space.written(count);
        position += count;
    }
    // @end

    /** The sender's file is another one than what is here. */
    private void forget() throws IOException, Rejection {
        if (temporary == null) {
            existing = null;
            expectAll();
        } else {
            drop();
            space.again(position);
        }
        digest = kind.begin();
        position = 0;
    }

    private Temporary file() throws IOException, Rejection {
        if (temporary == null) {
            root.check(part.getParent());
            if (!begin.eager()) { // a part of before that is of no use may have the name
                space.freed(Temporary.deleteUnused(part));
            }
            temporary = Temporary.create(part, !begin.eager(), begin.mode());
        }
        return temporary;
    }

    // @start region=end
    /**
     * That was all. Returns if the file is what the sender says it is.
     *
     * @throws ProtocolException if the digest cannot be one of this upload
     */
    void end(Digest whole) throws ProtocolException, Rejection {
        if (whole.length() != kind.length()) {
            throw new ProtocolException(Code.BAD_LENGTH, "A digest %s has %d bytes.".formatted(kind, kind.length()));
        } else if (position < begin.size()) {
            throw new Rejection(Code.INCOMPLETE, "Only %d of %d bytes have come.".formatted(position, begin.size()));
        } else if (!digest.value().equals(whole)) {
            throw new Rejection(Code.DIGEST, "The digest is not that of what has come.");
        }
        try {
            if (existing != null && !isAsItWas()) {
                throw new Rejection(Code.DIGEST, "The file that was here has changed meanwhile.");
            } else if (existing == null && !begin.folder()) {
                file(); // of no bytes there is none yet
            }
        } catch (IOException e) {
            throw Rejection.of(e);
        }
        if (begin.eager()) {
            claim.release(); // nobody else knows our part of it
        }
    }
    // @end

    private boolean isAsItWas() throws IOException {
        return Disk.look(target)
                .filter(this::isOfOurSize)
                .filter(now -> now.lastModifiedTime().equals(existing.lastModifiedTime()))
                .isPresent();
    }

    Name name() {
        return name;
    }

    /** In bytes. */
    long size() {
        return begin.size();
    }

    boolean isEager() {
        return begin.eager();
    }

    boolean isFolder() {
        return begin.folder();
    }

    DigestKind kind() {
        return kind;
    }

    Digest digest() {
        return digest.value();
    }

    /** Where it is to lie. */
    Path target() {
        return target;
    }

    /** All of it, not yet under its name; empty if nothing had to come. */
    Optional<Temporary> temporary() {
        return Optional.ofNullable(temporary);
    }

    /**
     * Gives what has come the sender's time of change; not before it is to be published, since a part is as old as the
     * last byte that was written to it.
     */
    void stamp() {
        if (temporary != null) {
            temporary.stamp(begin.changed());
        }
    }

    /** What has come lies under the final name now. */
    void published() throws IOException {
        drop();
    }

    /** Deletes what has come, if anything has. */
    void discard() throws IOException {
        if (temporary != null) {
            long bytes = temporary.size();
            drop();
            space.freed(bytes);
        }
    }

    private void drop() throws IOException {
        try (Temporary gone = temporary) {
            temporary = null;
            gone.delete();
        }
    }

    /** The end of it; what has come and was neither published nor discarded stays, if it is of any use. */
    @Override
    public void close() throws IOException {
        try {
            if (begin.eager()) {
                discard();
            } else if (temporary != null) {
                temporary.close();
                temporary = null;
            }
        } finally {
            space.release();
            claim.release();
        }
    }
}
