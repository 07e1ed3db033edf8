package netlessons.share.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/**
 * A folder's README as a part of its page. Whoever may upload may write one: HTML in it is shown as text, links lead where
 * links may lead, and pictures come from the folder. Safe for threads.
 */
public final class Readme {
    /** In bytes. A README is read by people; what is longer is a book, and can be fetched. */
    public static final int LONGEST = 64 << 10;

    /** Quotes within quotes, lists within lists: what is nested deeper would exhaust the stack of who renders it. */
    private static final int DEEPEST = 32;

    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");

    /** RFC 3986 section 3.1, and whatever else stands before the first colon and is no path, query or fragment. */
    private static final Pattern SCHEME = Pattern.compile("([^/?#]*?):.*", Pattern.DOTALL);

    private static final Pattern STRANGE = Pattern.compile("[\\p{Cntrl}\\\\]");

    private final Parser parser = Parser.builder()
            .maxOpenBlockParsers(DEEPEST)
            .maxInlineNesting(DEEPEST)
            .build();
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new Sanitizer())
            .percentEncodeUrls(true)
            .attributeProviderFactory(context -> new Attributes())
            .build();

    /**
     * @param markdown any text: all of it is Markdown
     * @param pictures whether pictures are shown; else there are links to them
     * @return HTML that can stand below a heading of level 2
     */
    public String html(String markdown, boolean pictures) {
        Node document = parser.parse(markdown);
        document.accept(new Tidy(pictures));
        return renderer.render(document);
    }

    /** Whether a link leads on from the folder's address, without leaving for another server or for the root. */
    private static boolean isRelative(String url) {
        return !url.startsWith("/")
                && !STRANGE.matcher(url).find()
                && !SCHEME.matcher(url).matches();
    }

    /** A picture of this folder, or of one in it. Browsers take %2e for a dot as well. */
    private static boolean isBelow(String url) {
        String path = url.replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT).replace("%2e", ".");
        return isRelative(url)
                && !path.isEmpty()
                && !Arrays.asList(path.split("/")).contains("..");
    }

    /** Lets through what is on the list; "javascript:" is not the only scheme that does more than lead somewhere. */
    private static final class Sanitizer implements UrlSanitizer {
        @Override
        public String sanitizeLinkUrl(String url) {
            var scheme = SCHEME.matcher(url);
            boolean known = scheme.matches() && SCHEMES.contains(scheme.group(1).toLowerCase(Locale.ROOT));
            return isRelative(url) || known && !STRANGE.matcher(url).find() ? url : "";
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return isBelow(url) ? url : "";
        }
    }

    /** Headings go below those of the page; a picture from elsewhere becomes a link: nobody is to see who reads this. */
    private static final class Tidy extends AbstractVisitor {
        private final boolean pictures;

        Tidy(boolean pictures) {
            this.pictures = pictures;
        }

        @Override
        public void visit(Heading heading) {
            heading.setLevel(Math.min(6, heading.getLevel() + 2));
            visitChildren(heading);
        }

        @Override
        public void visit(Image image) {
            visitChildren(image);
            if (!pictures || !isBelow(image.getDestination())) {
                boolean inLink = image.getParent() instanceof Link; // a link cannot stand in a link
                Node instead = inLink
                        ? new org.commonmark.node.Emphasis("*")
                        : new Link(image.getDestination(), image.getTitle());
                while (image.getFirstChild() != null) {
                    instead.appendChild(image.getFirstChild());
                }
                image.insertAfter(instead);
                image.unlink();
            }
        }
    }

    private static final class Attributes implements AttributeProvider {
        @Override
        public void setAttributes(Node node, String tag, Map<String, String> attributes) {
            if (node instanceof Link && attributes.getOrDefault("href", "").isEmpty()) {
                attributes.remove("href"); // an empty one would lead to this very page
            } else if (node instanceof Image) {
                attributes.put("loading", "lazy");
            }
        }
    }
}
