package netlessons.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** One Markdown document, parsed. Lines are counted from 1. */
final class Page {
    /** A fenced block: lines of its fences, first word of the info string and the rest of it. */
    record Fence(int line, int lastLine, String language, String info, String text) {}

    record Heading(int line, int level, String text, String anchor) {}

    /** A link or an image, in Markdown or in HTML. */
    record Reference(int line, String to) {}

    private static final Pattern HTML_LINK = Pattern.compile("<[a-zA-Z][^>]*?\\s(?:href|src)\\s*=\\s*[\"']([^\"']*)");
    private static final Pattern HTML_ANCHOR = Pattern.compile("<[a-zA-Z][^>]*?\\s(?:id|name)\\s*=\\s*[\"']([^\"']+)");

    final Path file;
    final List<String> lines;
    final List<Fence> fences = new ArrayList<>();
    final List<Heading> headings = new ArrayList<>();
    final List<Reference> references = new ArrayList<>();
    final Set<String> anchors = new HashSet<>();
    final Node tree;
    private final String name;

    Page(Project project, String name) {
        this.name = name;
        this.file = project.root().resolve(name);
        try {
            this.lines = Files.readString(file).lines().toList();
        } catch (NoSuchFileException e) {
            throw new Problem(name + ": there is no such document");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.tree = Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
                .build()
                .parse(String.join("\n", lines));
        Map<String, Integer> slugs = new HashMap<>();
        walk(tree, node -> read(node, slugs));
    }

    String at(int line) {
        return name + ":" + line;
    }

    /** For development environments: a click on the test leads to the line. */
    URI uri(int line) {
        return URI.create(file.toUri() + "?line=" + line);
    }

    private void read(Node node, Map<String, Integer> slugs) {
        if (node instanceof FencedCodeBlock block) {
            if (block.getClosingFenceLength() == null) {
                throw new Problem(this, line(node), "this fence is not closed");
            }
            String[] info = block.getInfo().strip().split("\\s+", 2);
            int last =
                    node.getSourceSpans().get(node.getSourceSpans().size() - 1).getLineIndex() + 1;
            fences.add(new Fence(line(node), last, info[0], info.length > 1 ? info[1] : "", block.getLiteral()));
        } else if (node instanceof org.commonmark.node.Heading heading) {
            String text = text(heading);
            String anchor = unique(slug(text), slugs);
            anchors.add(anchor);
            headings.add(new Heading(line(node), heading.getLevel(), text, anchor));
        } else if (node instanceof Link link) {
            references.add(new Reference(line(node), link.getDestination()));
        } else if (node instanceof Image image) {
            references.add(new Reference(line(node), image.getDestination()));
        } else if (node instanceof HtmlBlock html) {
            readHtml(html.getLiteral(), line(node));
        } else if (node instanceof HtmlInline html) {
            readHtml(html.getLiteral(), line(node));
        }
    }

    private void readHtml(String html, int line) {
        Matcher link = HTML_LINK.matcher(html);
        while (link.find()) {
            int below = (int) html.substring(0, link.start(1)).lines().count() - 1;
            references.add(new Reference(line + below, link.group(1).replace("&amp;", "&")));
        }
        Matcher anchor = HTML_ANCHOR.matcher(html);
        while (anchor.find()) {
            anchors.add(anchor.group(1));
        }
    }

    /** What a reader sees of it, without code blocks and tags. */
    static String text(Node root) {
        StringBuilder text = new StringBuilder();
        walk(root, node -> {
            if (node instanceof Text t) {
                text.append(t.getLiteral());
            } else if (node instanceof Code code) {
                text.append(code.getLiteral());
            } else if (node != root && !(node instanceof HtmlInline)) {
                boolean inline = node instanceof Link || node instanceof org.commonmark.node.Delimited;
                text.append(inline ? "" : " ");
            }
        });
        return text.toString().strip();
    }

    static int line(Node node) {
        while (node.getSourceSpans().isEmpty()) {
            node = node.getParent();
        }
        return node.getSourceSpans().get(0).getLineIndex() + 1;
    }

    static void walk(Node node, Consumer<Node> visitor) {
        visitor.accept(node);
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            walk(child, visitor);
        }
    }

    /** GitHub's rule: lower case, no punctuation but - and _, blanks become hyphens. */
    static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}\\- ]", "")
                .replace(' ', '-');
    }

    /** GitHub's rule for headings that are written alike: the second gets -1, the third -2. */
    private static String unique(String slug, Map<String, Integer> slugs) {
        String result = slug;
        while (slugs.containsKey(result)) {
            result = slug + "-" + slugs.merge(slug, 1, Integer::sum);
        }
        slugs.put(result, 0);
        return result;
    }
}
