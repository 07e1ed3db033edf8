package netlessons.share.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind the first word of a field: {@code form-data; name="a"; filename="b"} (RFC 9110 section 5.6.6). */
public final class Parameters {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([!#-'*+.^-`|~\\w-]++)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\"\\s]*+))\\s*");

    private Parameters() {}

    /**
     * The value of one of them.
     *
     * @throws HttpError 400 if it is there twice, or the field makes no sense
     */
    public static Optional<String> of(String field, String name) {
        int start = field.indexOf(';');
        if (start < 0) {
            return Optional.empty();
        }
        Optional<String> value = Optional.empty();
        Matcher parameters = PARAMETER.matcher(field);
        int end = start;
        while (end < field.length()) {
            if (!parameters.find(end) || parameters.start() != end) {
                throw new HttpError(400, "A field of the request makes no sense: its parameters.");
            }
            end = parameters.end();
            if (parameters.group(1).equalsIgnoreCase(name)) {
                if (value.isPresent()) {
                    throw new HttpError(400, "A parameter is there twice: " + name + ".");
                }
                String quoted = parameters.group(2);
                value = Optional.of(quoted == null ? parameters.group(3) : unquoted(quoted));
            }
        }
        return value;
    }

    /**
     * Only a quotation mark and a backslash need one before them: browsers do not write a name's backslashes twice, and
     * what stands behind one of these must not melt into it.
     */
    private static String unquoted(String text) {
        return text.replaceAll("\\\\([\"\\\\])", "$1");
    }
}
