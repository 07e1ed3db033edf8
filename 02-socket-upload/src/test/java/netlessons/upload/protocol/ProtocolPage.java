package netlessons.upload.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The specification, docs/02-protocol.md, as far as a program can read it. */
public final class ProtocolPage {
    private static final Pattern VECTOR = Pattern.compile("```hex\n([a-z0-9-]+)[^\n]*\n([0-9a-f \n]*)```");
    private final String text;

    public ProtocolPage() throws IOException {
        text = Files.readString(Path.of(System.getProperty("lesson.repository", ".."), "docs", "02-protocol.md"));
    }

    /** The bytes of each vector of section 9, by name, in order. */
    public Map<String, byte[]> vectors() {
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        Matcher matcher = VECTOR.matcher(text);
        while (matcher.find()) {
            vectors.put(
                    matcher.group(1), HexFormat.of().parseHex(matcher.group(2).replaceAll("\\s", "")));
        }
        return vectors;
    }

    /** The cells of each table row that matches, without the spaces around them. */
    public Stream<String[]> rows(String pattern) {
        return Pattern.compile("(?m)^\\| *(" + pattern + ") *\\|$")
                .matcher(text)
                .results()
                .map((MatchResult row) -> row.group(1).strip().split(" *\\| *"));
    }
}
