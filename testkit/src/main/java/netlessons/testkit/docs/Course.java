package netlessons.testkit.docs;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the pages about the whole course say of one lesson is what its chapter and its grader say. */
final class Course {
    static final String MAP = "docs/README.md";
    static final String TEACHING = "docs/teaching.md";
    static final String GLOSSARY = "docs/glossary.md";

    private static final Pattern MINUTES = Pattern.compile("(?m)^\\*\\*Time:\\*\\* (\\d+) minutes");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Project project;
    private final String file;
    private final int stages;

    /** @param stages how many stages the grader has */
    Course(Project project, String chapter, int stages) {
        this.project = project;
        this.file = chapter.replaceFirst("^docs/", "");
        this.stages = stages;
    }

    void check() {
        Page chapter = new Page(project, "docs/" + file);
        Matcher minutes = MINUTES.matcher(String.join("\n", chapter.lines));
        if (!minutes.find()) {
            throw new Problem(chapter, 1, "no line begins with **Time:** and the minutes");
        }
        Page map = new Page(project, MAP);
        Page teaching = new Page(project, TEACHING);
        row(map, minutes.group(1), Integer.toString(stages));
        row(teaching, Integer.toString(stages), minutes.group(1));
        concepts(map);
        if (map.fences.stream().noneMatch(fence -> fence.language().equals("mermaid"))) {
            throw new Problem(map, 1, "there is no mermaid diagram on the map");
        }
        glossary(new Page(project, GLOSSARY));
    }

    /** The row of a table that begins with a link to the chapter has these cells, in this order. */
    private void row(Page page, String... cells) {
        for (int i = 0; i < page.lines.size(); i++) {
            String line = page.lines.get(i);
            if (line.startsWith("| [") && cells(line).get(0).endsWith("(" + file + ")")) {
                List<String> found =
                        cells(line).stream().filter(List.of(cells)::contains).toList();
                if (!found.equals(List.of(cells))) {
                    throw new Problem(page, i + 1, "this row should say " + String.join(" and ", cells));
                }
                return;
            }
        }
        throw new Problem(page, 1, "no row of a table begins with a link to " + file);
    }

    /** In the table with a column for each lesson: which stages there are. */
    private void concepts(Page map) {
        String number = file.substring(0, 2);
        int header = IntStream.range(0, map.lines.size())
                .filter(i -> map.lines.get(i).startsWith("| |"))
                .findFirst()
                .orElseThrow(() -> new Problem(map, 1, "there is no table of what is taught where"));
        int column = cells(map.lines.get(header)).indexOf(number);
        if (column < 0) {
            throw new Problem(map, header + 1, "lesson " + number + " has no column");
        }
        for (int i = header + 2; i < map.lines.size() && map.lines.get(i).startsWith("|"); i++) {
            Matcher stage = NUMBER.matcher(cells(map.lines.get(i)).get(column));
            while (stage.find()) {
                if (Integer.parseInt(stage.group()) > stages) {
                    throw new Problem(map, i + 1, "lesson " + number + " has no stage " + stage.group());
                }
            }
        }
    }

    private static void glossary(Page page) {
        String last = "";
        for (Page.Heading word : page.headings) {
            if (word.level() == 2) {
                if (word.text().compareToIgnoreCase(last) <= 0) {
                    throw new Problem(page, word.line(), word.text() + " stands after " + last);
                }
                last = word.text();
            }
        }
    }

    private static List<String> cells(String row) {
        return Stream.of(row.replaceAll("^\\||\\|\\s*$", "").split("\\|"))
                .map(String::strip)
                .toList();
    }
}
