package netlessons.ftp.user;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A password that can be compared and not read; or any, for guests. Immutable. */
public final class Password {
    /** Whatever is said is right. */
    public static final Password ANY = new Password(new byte[0]);

    private final byte[] digest;

    private Password(byte[] digest) {
        this.digest = digest;
    }

    public static Password of(String text) {
        return new Password(sha256(text));
    }

    /** Takes as long whatever is wrong with it. */
    boolean is(String said) {
        return digest.length == 0 || MessageDigest.isEqual(digest, sha256(said));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "a password";
    }
}
