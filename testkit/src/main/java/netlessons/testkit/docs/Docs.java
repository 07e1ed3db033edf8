package netlessons.testkit.docs;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.function.Executable;

/** Makes the tests of documents. */
final class Docs {
    private final Project project;
    private final Listings listings;
    private final Links links;

    Docs(Project project) {
        this.project = project;
        this.listings = new Listings(project);
        this.links = new Links(project);
    }

    /** The tests of one document; with stages also those of a chapter, else null. */
    DynamicNode tests(String document, Map<Integer, String> stages, boolean update) {
        Page page;
        try {
            page = new Page(project, document);
            if (update) {
                listings.update(page);
                page = new Page(project, document);
            }
        } catch (Problem problem) {
            return dynamicTest(document, () -> {
                throw problem;
            });
        }
        List<DynamicNode> tests = new ArrayList<>();
        Session session = new Session(project, page);
        if (stages != null) {
            chapter(page, stages, tests);
        }
        for (Page.Reference reference : page.references) {
            tests.add(test(page, reference.line(), "link " + reference.to(), p -> links.check(p, reference)));
        }
        for (Page.Fence fence : page.fences) {
            fence(page, fence, session, tests);
        }
        return dynamicContainer(document, page.file.toUri(), tests.stream().onClose(session::close));
    }

    private void chapter(Page page, Map<Integer, String> stages, List<DynamicNode> tests) {
        new Chapter(page, stages)
                .checks()
                .forEach((name, check) -> tests.add(dynamicTest(page.at(1) + " " + name, page.uri(1), check::run)));
    }

    private void fence(Page page, Page.Fence fence, Session session, List<DynamicNode> tests) {
        if (fence.language().isEmpty()) {
            tests.add(test(page, fence.line(), "block without a language", p -> {
                throw new Problem(p, fence.line(), "name the language of this block; text if it has none");
            }));
        } else if (Listings.isListing(fence)) {
            tests.add(test(page, fence.line(), "listing " + fence.info(), p -> listings.check(p, fence)));
        } else if (fence.language().equals("console")) {
            console(page, fence, session, tests);
        }
    }

    private void console(Page page, Page.Fence fence, Session session, List<DynamicNode> tests) {
        String where = fence.info().split("\\s+")[0];
        if (where.matches("windows|macos")) {
            return;
        }
        if (!where.matches("(no-run)?")) {
            tests.add(test(page, fence.line(), "console " + where, p -> {
                throw new Problem(p, fence.line(), "console " + where + "? known are no-run, windows, macos");
            }));
            return;
        }
        try {
            for (Console.Step step : Console.steps(page, fence)) {
                if (where.isEmpty()) {
                    String name = "$ " + step.command().replace('\n', ' ');
                    tests.add(test(page, step.line(), name, p -> session.run(fence, step)));
                }
            }
        } catch (Problem problem) {
            tests.add(test(page, fence.line(), "console", p -> {
                throw problem;
            }));
        }
    }

    private interface Check {
        void of(Page page);
    }

    private static DynamicNode test(Page page, int line, String name, Check check) {
        Executable run = () -> check.of(page);
        return dynamicTest(page.at(line) + " " + name, page.uri(line), run);
    }
}
