package netlessons.share.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads our own pages strictly: each tag in lower case, each value in double quotes, whatever is opened is closed, in order.
 * What a browser would have to guess at fails.
 */
public final class Markup {
    private static final Set<String> EMPTY = Set.of("meta", "link", "input", "img", "br", "hr");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s+([a-z-]+)(?:=\"([^\"<>]*)\")?");
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)((?:" + ATTRIBUTE + ")*)\\s*(/?)>");
    private static final Pattern ENTITY = Pattern.compile("&(?:amp|lt|gt|quot|#39|#x60|#x3D|#96|#61);");

    /** One tag that opens an element, its attributes decoded, and the text up to the next tag. */
    public record Element(String name, Map<String, String> attributes, String path) {
        public String get(String attribute) {
            return attributes.get(attribute);
        }
    }

    private final List<Element> elements = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private Markup() {}

    /** @throws AssertionError where it is not well formed */
    public static Markup parse(String html) {
        if (!html.startsWith("<!doctype html>\n")) {
            throw new AssertionError("no doctype");
        }
        return fragment(html.substring("<!doctype html>\n".length()));
    }

    /** The same of a part of a page. */
    public static Markup fragment(String html) {
        Markup markup = new Markup();
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(html);
        int at = 0;
        while (at < html.length()) {
            int next = html.indexOf('<', at);
            String between = html.substring(at, next < 0 ? html.length() : next);
            if (between.indexOf('>') >= 0
                    && ENTITY.matcher(between).replaceAll("").indexOf('>') >= 0) {
                throw new AssertionError("a > that is no tag's: " + between);
            }
            markup.text.append(decode(between));
            if (next < 0) {
                break;
            } else if (!tag.find(next) || tag.start() != next) {
                throw new AssertionError("no tag: " + html.substring(next, Math.min(html.length(), next + 80)));
            }
            markup.add(tag, open);
            at = tag.end();
        }
        if (!open.isEmpty()) {
            throw new AssertionError("not closed: " + open);
        }
        return markup;
    }

    private void add(Matcher tag, Deque<String> open) {
        String name = tag.group(2);
        if (!tag.group(1).isEmpty()) {
            if (open.isEmpty() || !open.pop().equals(name)) {
                throw new AssertionError("closes what is not open: " + tag.group());
            }
            return;
        }
        Map<String, String> attributes = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(tag.group(3));
        while (attribute.find()) {
            String value = attribute.group(2) == null ? "" : decode(attribute.group(2));
            if (attributes.put(attribute.group(1), value) != null) {
                throw new AssertionError("twice: " + attribute.group());
            }
        }
        elements.add(new Element(name, attributes, String.join(" ", open)));
        if (!EMPTY.contains(name)) {
            open.push(name);
        }
    }

    private static String decode(String text) {
        String bare = ENTITY.matcher(text).replaceAll("");
        if (bare.indexOf('&') >= 0) {
            throw new AssertionError("a bare & or an unknown entity: " + text);
        }
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#x60;", "`")
                .replace("&#x3D;", "=")
                .replace("&#96;", "`")
                .replace("&#61;", "=")
                .replace("&amp;", "&");
    }

    public List<Element> elements() {
        return elements;
    }

    public List<Element> all(String name) {
        return elements.stream().filter(element -> element.name().equals(name)).toList();
    }

    /** All text, without tags. */
    public String text() {
        return text.toString();
    }
}
