package netlessons.share.tus;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.share.http.HttpError;

/** Upload-Metadata: keys, each with a value in Base64, separated by commas. Immutable. */
final class Metadata {
    /** Folders in folders: what is kept of an upload has a small size. */
    private static final int DEEPEST = 100;

    /** In characters: a name in a deep folder has room, and a thousand of them in memory. */
    private static final int LONGEST = 8 << 10;

    private final String field;
    private final Map<String, String> values = new HashMap<>();

    /** @throws HttpError 400 if it makes no sense */
    Metadata(String field) {
        this.field = field;
        if (field.length() > LONGEST || !field.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new HttpError(400, "Upload-Metadata is too long, or no plain text.");
        }
        for (String pair : field.split(",")) {
            String[] parts = pair.strip().split(" +", 2);
            try {
                byte[] bytes = Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1]);
                String value = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                if (values.put(parts[0], value) != null) {
                    throw new HttpError(400, "Upload-Metadata has a key twice.");
                }
            } catch (IllegalArgumentException | CharacterCodingException e) {
                throw new HttpError(400, "Upload-Metadata has a value that is no text in Base64.");
            }
        }
    }

    /** As it came. */
    String field() {
        return field;
    }

    /** What is wanted if the name is taken. */
    Optional<String> conflict() {
        return Optional.ofNullable(values.get("conflict"));
    }

    /**
     * Where the file is to be, seen from the root: {@code filename} in {@code folder}.
     *
     * @throws HttpError 400 if there is no name
     */
    List<String> names() {
        String name = Optional.ofNullable(values.get("filename"))
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new HttpError(400, "Upload-Metadata has no filename."));
        List<String> names = new ArrayList<>();
        Arrays.stream(values.getOrDefault("folder", "").split("/"))
                .filter(folder -> !folder.isEmpty())
                .forEach(names::add);
        names.add(name);
        if (names.size() > DEEPEST) {
            throw new HttpError(400, "The folder is too deep.");
        }
        return names;
    }
}
