package netlessons.upload.protocol;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** How a file's digest is made: section 5 of docs/02-protocol.md. */
public enum DigestKind {
    SHA_256(1, "sha-256", 32) {
        @Override
        public FileDigest begin() {
            MessageDigest sha = sha256();
            return new FileDigest() {
                @Override
                public void update(ByteBuffer bytes) {
                    sha.update(bytes);
                }

                @Override
                public Digest value() {
                    try {
                        return new Digest(((MessageDigest) sha.clone()).digest()); // digest() would begin anew
                    } catch (CloneNotSupportedException e) {
                        throw new IllegalStateException("The JDK's SHA-256 can be cloned", e);
                    }
                }
            };
        }
    },

    CRC(2, "crc", 8) {
        @Override
        public FileDigest begin() {
            CRC32 first = new CRC32();
            CRC32C second = new CRC32C();
            return new FileDigest() {
                @Override
                public void update(ByteBuffer bytes) {
                    first.update(bytes.duplicate());
                    second.update(bytes);
                }

                @Override
                public Digest value() {
                    return new Digest(ByteBuffer.allocate(Long.BYTES)
                            .putInt((int) first.getValue())
                            .putInt((int) second.getValue())
                            .array());
                }
            };
        }
    };

    /** The longest digest of all, in bytes. */
    static final int LONGEST = 32;

    private final int number;
    private final String label;
    private final int length;

    DigestKind(int number, String label, int length) {
        this.number = number;
        this.label = label;
        this.length = length;
    }

    /** A digest of nothing yet. */
    public abstract FileDigest begin();

    /** As BEGIN says it. */
    public int number() {
        return number;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    public static Optional<DigestKind> of(int number) {
        for (DigestKind kind : values()) {
            if (kind.number == number) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return label;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
