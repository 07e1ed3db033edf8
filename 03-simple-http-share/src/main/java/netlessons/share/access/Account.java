package netlessons.share.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.Set;

/**
 * A name and a password, and what they open. Immutable.
 *
 * @param name may be empty: then the password is all that counts
 * @param digest of name and password: compared in place of them, it takes the same time however wrong they are
 */
record Account(String name, byte[] digest, Set<Right> rights) {
    /**
     * @param text {@code name:password[:rights]}, rights separated by commas; without any it has all
     * @throws IllegalArgumentException with words for whoever typed it
     */
    static Account parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 2 || parts[1].isEmpty()) {
            throw new IllegalArgumentException("name:password or name:password:rights is expected");
        }
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String right : parts.length < 3 ? new String[] {"read", "upload"} : parts[2].split(",", -1)) {
            try {
                rights.add(Right.valueOf(right));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("There is no right named " + right + ": read and upload are.");
            }
        }
        return new Account(parts[0], digest(parts[0], parts[1]), rights);
    }

    static byte[] digest(String name, String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
