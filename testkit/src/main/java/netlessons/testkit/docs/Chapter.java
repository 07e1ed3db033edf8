package netlessons.testkit.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;

/** The parts that every chapter has, and a section for each stage of its grader. */
final class Chapter {
    private static final List<String> BEFORE = List.of("Run it", "On the wire");
    private static final List<String> AFTER =
            List.of("What can go wrong", "Exercises", "Grade your own", "In production", "Words", "Further reading");
    private static final List<String> FRONT = List.of(
            "\\d+ minutes|minutes\\W+\\d+",
            "what you need",
            "what you will be able to do",
            "\\*\\*before:",
            "\\*\\*after:",
            "glossary");
    private static final Pattern STAGE = Pattern.compile("Stage\\s+(\\d+)\\b:?\\s*(.*)");
    private static final Pattern NAMES_STAGE = Pattern.compile("(?i)\\bstages?[ -](\\d+)");
    private static final int FEWEST_WORDS = 1_200;
    private static final int MOST_WORDS = 3_600;

    private final Page page;
    private final Map<Integer, String> stages;

    /** The stages of the grader in order: number and name. */
    Chapter(Page page, Map<Integer, String> stages) {
        this.page = page;
        this.stages = stages;
    }

    /** What to check, by what it is called, in the order of the chapter. */
    Map<String, Runnable> checks() {
        Map<String, Runnable> checks = new LinkedHashMap<>();
        checks.put("front lines", this::front);
        checks.put("stages", this::stageSections);
        List<String> order = new ArrayList<>(BEFORE);
        stages.forEach((number, name) -> order.add("Stage " + number + ": " + name));
        order.addAll(AFTER);
        order.forEach(title -> checks.put("## " + title, () -> heading(title)));
        checks.put("order of the sections", () -> order(order));
        checks.put("mermaid", this::mermaid);
        checks.put("exercises", this::exercises);
        checks.put("words in the glossary", this::glossary);
        checks.put("where to begin in the code", this::code);
        checks.put("words of prose", this::words);
        return checks;
    }

    private void front() {
        int end = sections().stream().mapToInt(Page.Heading::line).min().orElse(page.lines.size() + 1);
        String front = String.join("\n", page.lines.subList(0, end - 1));
        for (String part : FRONT) {
            if (!Pattern.compile("(?i)" + part).matcher(front).find()) {
                String says = part.startsWith("\\d")
                        ? "how many minutes it takes (\"90 minutes\")"
                        : "\"" + part.replace("\\", "") + "\"";
                throw new Problem(page, 1, "the lines before the first section do not say " + says);
            }
        }
    }

    /** A heading that begins with "Stage" is one of the grader's. */
    private void stageSections() {
        for (Page.Heading heading : sections()) {
            Matcher stage = STAGE.matcher(heading.text());
            if (stage.matches()) {
                String name = stages.get(Integer.parseInt(stage.group(1)));
                if (name == null) {
                    throw new Problem(page, heading.line(), "the grader has no stage " + stage.group(1));
                }
                String title = "Stage " + stage.group(1) + ": " + name;
                if (!heading.text().equals(title)) {
                    throw new Problem(page, heading.line(), "the grader calls it ## " + title);
                }
            }
        }
    }

    private Page.Heading heading(String title) {
        return sections().stream()
                .filter(heading -> heading.text().equals(title))
                .findFirst()
                .orElseThrow(() -> new Problem(page, page.lines.size(), "there is no section ## " + title));
    }

    private void order(List<String> order) {
        int last = -1;
        for (Page.Heading heading : sections()) {
            int place = order.indexOf(heading.text());
            if (place >= 0 && place <= last) {
                throw new Problem(page, heading.line(), "## " + heading.text() + " stands after ## " + order.get(last));
            }
            last = Math.max(last, place);
        }
    }

    private void mermaid() {
        if (page.fences.stream().noneMatch(fence -> fence.language().equals("mermaid"))) {
            throw new Problem(page, heading("On the wire").line(), "there is no mermaid diagram in this chapter");
        }
    }

    /** An exercise is a heading of level 3 in its section or, if there is none, an item of the lists there. */
    private void exercises() {
        Page.Heading section = heading("Exercises");
        int end = end(section);
        List<Integer> starts = new ArrayList<>();
        page.headings.stream().filter(h -> h.level() == 3).forEach(h -> starts.add(h.line()));
        starts.removeIf(line -> line < section.line() || line > end);
        if (starts.isEmpty()) {
            for (Node list = page.tree.getFirstChild(); list != null; list = list.getNext()) {
                if (Page.line(list) > section.line() && Page.line(list) < end) {
                    for (Node item = list.getFirstChild(); item instanceof ListItem; item = item.getNext()) {
                        starts.add(Page.line(item));
                    }
                }
            }
        }
        if (starts.isEmpty()) {
            throw new Problem(page, section.line(), "there are no exercises (### headings or list items) here");
        }
        starts.add(end);
        for (int i = 0; i < starts.size() - 1; i++) {
            exercise(starts.get(i), String.join("\n", page.lines.subList(starts.get(i) - 1, starts.get(i + 1) - 1)));
        }
    }

    private void exercise(int line, String text) {
        Matcher stage = NAMES_STAGE.matcher(text);
        if (!stage.find() || !stages.containsKey(Integer.parseInt(stage.group(1)))) {
            throw new Problem(page, line, "this exercise does not name the stage that grades it (\"stage 2\")");
        }
        if (!text.contains("<details>")) {
            throw new Problem(page, line, "this exercise has no hint in <details>");
        }
    }

    /** The section Words has links to the glossary and nothing else, in their order there. */
    private void glossary() {
        Page.Heading section = heading("Words");
        String last = "";
        for (Page.Reference word : page.references) {
            if (word.line() > section.line() && word.line() < end(section)) {
                if (!word.to().startsWith("glossary.md#")) {
                    throw new Problem(page, word.line(), "link " + word.to() + " is no word of the glossary");
                }
                if (word.to().compareTo(last) <= 0) {
                    throw new Problem(page, word.line(), word.to() + " stands after " + last);
                }
                last = word.to();
            }
        }
        if (last.isEmpty()) {
            throw new Problem(page, section.line(), "there are no links to the glossary here");
        }
    }

    private void code() {
        Page.Heading section = heading("Further reading");
        String text = String.join("\n", page.lines.subList(section.line(), end(section) - 1));
        if (!text.contains("\n- The code: start at `package-info.java`")) {
            throw new Problem(page, section.line(), "the last item does not say where to begin in the code");
        }
    }

    /** The line behind the section. */
    private int end(Page.Heading section) {
        return sections().stream()
                .mapToInt(Page.Heading::line)
                .filter(line -> line > section.line())
                .min()
                .orElse(page.lines.size() + 1);
    }

    private void words() {
        StringBuilder prose = new StringBuilder();
        for (Node block = page.tree.getFirstChild(); block != null; block = block.getNext()) {
            if (!(block instanceof FencedCodeBlock) && !(block instanceof HtmlBlock)) {
                prose.append(Page.text(block)).append(' ');
            }
        }
        long words =
                Pattern.compile("[\\p{L}\\p{N}]\\S*").matcher(prose).results().count();
        if (words < FEWEST_WORDS || words > MOST_WORDS) {
            throw new Problem(
                    page,
                    1,
                    words + " words of prose; " + FEWEST_WORDS + " to " + MOST_WORDS
                            + " are allowed, 1500 to 2500 the aim");
        }
    }

    private List<Page.Heading> sections() {
        return page.headings.stream().filter(heading -> heading.level() == 2).toList();
    }
}
