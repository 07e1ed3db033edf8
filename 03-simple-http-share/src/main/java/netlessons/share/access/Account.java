package netlessons.share.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;
import netlessons.share.text.Printable;

/**
 * A name and a password, and what they open. Immutable.
 *
 * @param name may be empty: then the password is all that counts
 * @param digest of name and password: compared in place of them, it takes the same time however wrong they are
 */
record Account(String name, byte[] digest, Set<Right> rights) {
    /**
     * @param text {@code name:password[:rights]}, rights separated by commas; without any it has all. A password with a
     *     colon in it needs the rights behind it, so that a misspelt right never becomes a part of a password.
     * @throws IllegalArgumentException with words for whoever typed it
     */
    static Account parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 0 || first == text.length() - 1 || last == first + 1) {
            throw new IllegalArgumentException("--user: NAME:PASSWORD or NAME:PASSWORD:RIGHTS is expected");
        }
        String name = text.substring(0, first);
        if (first == last) {
            return new Account(name, digest(name, text.substring(first + 1)), EnumSet.allOf(Right.class));
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String right : text.substring(last + 1).split(",", -1)) {
            try {
                rights.add(Right.valueOf(right));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--user: there is no right '" + Printable.of(right)
                        + "': read and upload are (a password with a colon in it needs its rights behind it)");
            }
        }
        return new Account(name, digest(name, text.substring(first + 1, last)), rights);
    }

    static byte[] digest(String name, String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(name));
            digest.update((byte) 0);
            return digest.digest(bytes(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** An accent is a character of its own on some keyboards, a part of the letter on others (RFC 7617 section 2.1). */
    private static byte[] bytes(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }
}
