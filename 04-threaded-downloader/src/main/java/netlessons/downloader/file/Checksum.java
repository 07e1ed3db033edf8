package netlessons.downloader.file;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * What a file has to be.
 *
 * @param algorithm as {@link java.security.MessageDigest} names it
 * @param hex the digest, small letters
 */
public record Checksum(String algorithm, String hex) {
    private static final Map<String, Integer> BYTES =
            Map.of("MD5", 16, "SHA-1", 20, "SHA-224", 28, "SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

    /** @throws IllegalArgumentException with a sentence for people, if it is no {@code sha-256=HEX} or the like */
    public static Checksum parse(String text) {
        int equals = text.indexOf('=');
        String algorithm = text.substring(0, Math.max(0, equals)).toUpperCase(Locale.ROOT);
        String hex = text.substring(equals + 1).toLowerCase(Locale.ROOT);
        Integer bytes = BYTES.get(algorithm.matches("SHA[0-9]+") ? algorithm.replace("SHA", "SHA-") : algorithm);
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no checksum such as sha-256=HEX; known are md5, sha-1, sha-224 … sha-512");
        }
        if (!hex.matches("[0-9a-f]{" + 2 * bytes + "}")) {
            throw new IllegalArgumentException("'" + text + "': " + 2 * bytes + " hexadecimal digits are expected");
        }
        return new Checksum(algorithm.matches("SHA[0-9]+") ? algorithm.replace("SHA", "SHA-") : algorithm, hex);
    }

    boolean matches(byte[] digest) {
        return HexFormat.of().formatHex(digest).equals(hex);
    }
}
