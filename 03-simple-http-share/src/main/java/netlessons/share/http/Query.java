package netlessons.share.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows the question mark: names and values, decoded. Immutable. */
public final class Query {
    private static final int MOST = 100;

    private final String text;
    private final List<Map.Entry<String, String>> parameters;

    private Query(String text, List<Map.Entry<String, String>> parameters) {
        this.text = text;
        this.parameters = List.copyOf(parameters);
    }

    /**
     * @param text as it came; as forms send it, a plus stands for a blank
     * @throws HttpError 400 if it is broken
     */
    public static Query parse(String text) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String pair : text.split("&")) {
            if (parameters.size() == MOST) {
                throw new HttpError(400, "The address has too many parameters.");
            } else if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.add(Map.entry(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return new Query(text, parameters);
    }

    private static String decode(String text) {
        return Percent.decode(text.replace('+', ' '));
    }

    /** As it came, without the question mark; "" if there was nothing. */
    public String text() {
        return text;
    }

    /** The value of the first parameter of this name; "" if it has none. */
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }
}
