package netlessons.testkit.docs;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Links lead somewhere. What stands outside the repository is only looked at, never fetched. */
final class Links {
    private final Project project;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    Links(Project project) {
        this.project = project;
    }

    void check(Page page, Page.Reference reference) {
        String problem;
        try {
            URI to = new URI(reference.to());
            problem = to.isAbsolute() || to.getRawAuthority() != null ? outside(to) : inside(page, to);
        } catch (URISyntaxException e) {
            problem = "is not well-formed: " + e.getMessage();
        }
        if (!problem.isEmpty()) {
            throw new Problem(page, reference.line(), "link " + reference.to() + " " + problem);
        }
    }

    private static String outside(URI to) {
        if (to.getScheme() == null || !to.getScheme().matches("https?|mailto")) {
            return "is not http, https or a path in this repository";
        }
        return to.getScheme().equals("mailto") || to.getHost() != null ? "" : "is not well-formed: it names no host";
    }

    private String inside(Page page, URI to) {
        String path = to.getPath();
        String anchor = to.getFragment();
        if (path.startsWith("/")) {
            return "begins at the root of a site; write it relative to this document";
        }
        Path target =
                path.isEmpty() ? page.file : page.file.getParent().resolve(path).normalize();
        if (!target.startsWith(project.root())) {
            return "leaves the repository";
        }
        if (!Files.exists(target)) {
            return "leads nowhere: there is no " + name(target);
        }
        if (anchor == null) {
            return "";
        }
        if (anchor.matches("L\\d+.*")) {
            return "names a source line, which moves with the next edit; link the file or show a region";
        }
        if (!name(target).endsWith(".md")) {
            return "has an anchor, but only headings of Markdown documents can be checked";
        }
        Set<String> known = target.equals(page.file)
                ? page.anchors
                : anchors.computeIfAbsent(target, t -> new Page(project, name(t)).anchors);
        return known.contains(anchor) ? "" : "leads nowhere: " + name(target) + " has no heading #" + anchor;
    }

    private String name(Path file) {
        return project.root().relativize(file).toString().replace('\\', '/');
    }
}
