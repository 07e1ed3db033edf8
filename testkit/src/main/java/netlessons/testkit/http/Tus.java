package netlessons.testkit.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.Reply;
import netlessons.testkit.Wire;

/** Sends files piece by piece, with tus 1.0 (https://tus.io/protocols/resumable-upload). Safe for threads. */
public final class Tus {
    public static final String VERSION = "Tus-Resumable: 1.0.0";
    public static final String TYPE = "Content-Type: application/offset+octet-stream";

    private final Http http;
    private final String endpoint;

    /** @param endpoint the path where uploads begin */
    public Tus(Http http, String endpoint) {
        this.http = http;
        this.endpoint = endpoint;
    }

    /** Announces a file; {@link #path} tells where its bytes go. */
    public Reply create(long length, Map<String, String> metadata, String... fields) {
        return http.ask(
                "POST",
                endpoint,
                new byte[0],
                with(fields, VERSION, "Upload-Length: " + length, "Upload-Metadata: " + encode(metadata)));
    }

    /** The same, which has to succeed. @return the path of the new upload */
    public String begin(long length, Map<String, String> metadata) {
        return path(create(length, metadata).expectStatus(201));
    }

    /** How much of it has come: see {@link #offset}. */
    public Reply head(String path, String... fields) {
        return http.head(path, with(fields, VERSION));
    }

    public Reply patch(String path, long offset, byte[] bytes, String... fields) {
        return http.ask("PATCH", path, bytes, with(fields, VERSION, TYPE, "Upload-Offset: " + offset));
    }

    /** The head of a PATCH that will bring so many bytes, on a connection that stays open. */
    public Wire beginPatch(String path, long offset, long length) {
        return http.begin("PATCH", path, null, VERSION, TYPE, "Upload-Offset: " + offset, "Content-Length: " + length);
    }

    public Reply delete(String path) {
        return http.ask("DELETE", path, null, VERSION);
    }

    /** The path in the Location of an answer, which may be a whole URL. */
    public static String path(Reply created) {
        created.expectHeader("Location", "the address of the new upload", to -> to.matches("(https?://[^/]+)?/.+"));
        return created.header("Location").orElseThrow().replaceFirst("^https?://[^/]+", "");
    }

    /** What an answer says about how much has come. */
    public static long offset(Reply reply) {
        reply.expectHeader("Upload-Offset", "a number of bytes", text -> text.matches("[0-9]{1,18}"));
        return Long.parseLong(reply.header("Upload-Offset").orElseThrow());
    }

    /** The Upload-Metadata field: each key, and its value in Base64. */
    public static String encode(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(e -> e.getKey() + " "
                        + Base64.getEncoder().encodeToString(e.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Arrays.stream(more).filter(one -> !given(fields, one)), Arrays.stream(fields))
                .toArray(String[]::new);
    }

    /** What a test gives stands in for the usual. */
    private static boolean given(String[] fields, String usual) {
        String name = usual.substring(0, usual.indexOf(':') + 1);
        return Arrays.stream(fields).anyMatch(field -> field.regionMatches(true, 0, name, 0, name.length()));
    }
}
