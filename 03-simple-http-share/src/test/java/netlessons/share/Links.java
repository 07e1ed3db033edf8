package netlessons.share;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.Reply;

/** The links of a page, as a browser would follow them. */
final class Links {
    private static final Pattern HREF = Pattern.compile(
            "(?is)<a\\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*?\\bhref\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))");

    private Links() {}

    /**
     * Where they lead, as paths, without query and fragment. A link that is no URI leads nowhere.
     *
     * @param path of the page
     */
    static Set<String> of(Reply page, String path) {
        Set<String> links = new LinkedHashSet<>();
        URI base = URI.create("http://a" + path);
        for (String href : hrefs(page.text())) {
            try {
                URI to = base.resolve(URI.create(href));
                if ("a".equals(to.getAuthority())) {
                    links.add(to.getRawPath());
                }
            } catch (IllegalArgumentException e) {
                // a browser might guess what was meant
            }
        }
        return links;
    }

    private static List<String> hrefs(String page) {
        List<String> all = new ArrayList<>();
        Matcher href = HREF.matcher(page);
        while (href.find()) {
            for (int group = 1; group <= 3; group++) {
                if (href.group(group) != null) {
                    all.add(text(href.group(group)).strip());
                }
            }
        }
        return all;
    }

    /** What the few references mean that a page needs in a link. */
    private static String text(String html) {
        String text = Pattern.compile("&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
                .matcher(html)
                .replaceAll(m -> Matcher.quoteReplacement(Character.toString(
                        m.group(1) != null ? Integer.parseInt(m.group(1), 16) : Integer.parseInt(m.group(2)))));
        return text.replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }
}
