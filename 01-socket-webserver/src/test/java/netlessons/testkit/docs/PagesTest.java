package netlessons.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings, links and the parts of a chapter, on a sample with one fault at a time. */
class PagesTest {
    @TempDir
    private Path folder;

    private Sample sample;

    @BeforeEach
    void sample() {
        sample = new Sample(folder);
    }

    private static String listing(String region, String text) {
        return "# A\n\n```java " + Sample.SOURCE + "#" + region + "\n" + text + "```\n";
    }

    @Test
    void aTrueChapterPasses() throws IOException {
        assertThat(sample.chapterProblems()).isEmpty();
    }

    @Test
    void aListingThatEqualsItsRegionPasses() throws IOException {
        assertThat(sample.problems(listing("inner", "accept();\n\nanswer();\n")))
                .isEmpty();
        assertThat(sample.problems(listing("outer", "void loop() {\n    accept();\n\n    answer();\n}\n")))
                .isEmpty();
    }

    @Test
    void aWholeFileIsShownWithoutMarkers() throws IOException {
        sample.write("conf/a.xml", "<!-- @start region=a -->\n<a/>\n<!-- @end -->\n");
        assertThat(sample.problems("```xml conf/a.xml\n<a/>\n```\n")).isEmpty();
    }

    @Test
    void aListingChangedByOneCharacterFailsAtItsLine() throws IOException {
        List<String> problems = sample.problems(listing("inner", "accept();\n\nanswer()\n"));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0))
                .startsWith("README.md:6: ")
                .contains("source    answer();\n", "document  answer()")
                .contains(Sample.SOURCE + "#inner");
    }

    @Test
    void codeThatIsASolutionNeedsNoSource() throws IOException {
        assertThat(sample.problems("```java solution\nx();\n```\n")).isEmpty();
    }

    @Test
    void aDiffThatCanBeAppliedPasses() throws IOException {
        String text = "```diff " + Sample.SOURCE + """

                -class Tiny {
                +class Small {
                     void loop() {
                @@
                         answer();
                +        close();
                     }
                ```
                """;
        assertThat(sample.problems(text)).isEmpty();
        sample.outcomes("README.md", true);
        assertThat(sample.read("README.md")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-        answer()\n+        close();\n",
                "         answer();\n@@\n         accept();\n",
                "         accept();\n         answer();\n"
            })
    void aDiffThatCannotBeAppliedFails(String hunks) throws IOException {
        List<String> problems = sample.problems("```diff " + Sample.SOURCE + "\n" + hunks + "```\n");
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).contains("what this diff keeps and takes away is not in " + Sample.SOURCE);
    }

    @Test
    void aListingThatIsTooShortFails() throws IOException {
        assertThat(sample.problems(listing("inner", "accept();\n")).get(0)).startsWith("README.md:5: ");
    }

    @ParameterizedTest
    @CsvSource({
        "'```java\nx();\n```', a java block names its source",
        "'```java 01-tiny/No.java\nx();\n```', there is no source file 01-tiny/No.java",
        "'```java ../../etc/passwd\nx();\n```', there is no source file",
        "'```java 01-tiny/src/Tiny.java#no\nx();\n```', has no region no",
        "'```\nx\n```', name the language",
        "'```text\nx\n', this fence is not closed",
        "'```console\nx\n```', begins with a command",
        "'```console norun\n$ x\n```', known are no-run",
    })
    void aBlockThatIsWrittenWronglyFails(String block, String message) throws IOException {
        List<String> problems = sample.problems("# A\n\n" + block + "\n");
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith("README.md:").contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// @start region=a\nx\n",
                "// @end\n",
                "// @start region=a\n// @end\n// @start region=a\n// @end"
            })
    void regionsThatAreNotWellFormedFail(String source) throws IOException {
        sample.write("A.java", source);
        assertThat(sample.problems("```java A.java#a\nx\n```\n")).hasSize(1);
    }

    @Test
    void updateRewritesListingsAlsoInLists() throws IOException {
        String listing = "```java " + Sample.SOURCE + "#inner\nold();\n```\n";
        sample.write(
                "README.md",
                listing + "\n- one\n\n  " + listing.replace("\n", "\n  ").stripTrailing() + "\n");
        assertThat(sample.outcomes("README.md", true)).allMatch(o -> o.message() == null);
        assertThat(sample.read("README.md"))
                .startsWith("```java " + Sample.SOURCE + "#inner\naccept();\n\nanswer();\n```\n\n- one\n")
                .endsWith("\n  accept();\n\n  answer();\n  ```\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](docs/01-tiny.md#stage-1-one-page)",
                "[a](docs/glossary.md#port-1)",
                "[a](#here-it-is)",
                "![a](pom.xml)",
                "| a |\n|---|\n| [a](docs/glossary.md) |",
                "<a id=\"x\"></a>[a](#x)",
                "<img src=\"pom.xml\">",
                "[a](https://example.org/a#b)",
                "[a](docs)",
            })
    void linksThatLeadSomewherePass(String link) throws IOException {
        assertThat(sample.problems("## Here it is\n\n" + link + "\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "[a](docs/no.md), there is no docs/no.md",
        "[a](docs/glossary.md#prot), docs/glossary.md has no heading #prot",
        "[a](docs/glossary.md#port-2), has no heading #port-2",
        "'| a |\n|---|\n| [a](no.md) |', there is no no.md",
        "'[a][b]\n\n[b]: no.md', there is no no.md",
        "![a](no.png), there is no no.png",
        "'<p>\n<img alt=\"x\" src=\"no.png\">\n</p>', there is no no.png",
        "see <a href=\"no.html\">a</a>, there is no no.html",
        "[a](pom.xml#L10), names a source line",
        "[a](/README.md), begins at the root",
        "[a](../x), leaves the repository",
        "[a](https://), is not well-formed",
        "[a](https:///x), names no host",
        "[a](ftp://example.org/), is not http",
    })
    void linksThatLeadNowhereFailAtTheirLine(String link, String message) throws IOException {
        String text = "# A\n\n" + link.replace("\\n", "\n") + "\n";
        List<String> problems = sample.problems(text);
        assertThat(problems).hasSize(1);
        long line = text.substring(0, Math.max(text.indexOf("[a]"), Math.max(text.indexOf("no."), 5)))
                .chars()
                .filter(c -> c == '\n')
                .count();
        assertThat(problems.get(0))
                .matches("(?s)README.md:[" + 3 + "-" + (line + 1) + "]: link .*")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "## Stage 2: two pages, ## Two, there is no section ## Stage 2: two pages",
        "## Stage 2: two pages, '## Stage 2: two pages\n## Stage 3: more', 14: the grader has no stage 3",
        "## Stage 2: two pages, ## Stage 2: three pages, '13: the grader calls it ## Stage 2: two pages'",
        "## In production, ## Production, there is no section ## In production",
        "## On the wire, '## On the wire\n## Run it', 7: ## Run it stands after ## On the wire",
        "90 minutes, long, 1: the lines before the first section do not say how many minutes",
        "What you need, Needed, 'do not say \"what you need\"'",
        "**Before:**, Before, 'do not say \"**before:\"'",
        "mermaid, text, there is no mermaid diagram",
        "A [port](glossary.md#port)., A port., there are no links to the glossary here",
        "A [port](glossary.md#port)., [b](glossary.md#port-1) [a](glossary.md#port), 'port stands after glossary.md#port-1'",
        "A [port](glossary.md#port)., A [stage](#stage-2-two-pages)., '#stage-2-two-pages is no word of the glossary'",
        "- The code: start at `package-info.java`., - RFC 9110., does not say where to begin in the code",
        "(stage 2), (hard), 17: this exercise does not name the stage",
        "(stage 1), (stage 7), 20: this exercise does not name the stage",
        "glossary.md#port, glossary.md#prot, glossary.md has no heading #prot",
    })
    void aChapterWithoutOneOfItsPartsFails(String from, String to, String message) throws IOException {
        sample.replace(from, to);
        List<String> problems = sample.chapterProblems();
        if (!message.isEmpty()) {
            assertThat(problems).isNotEmpty().allMatch(p -> p.startsWith("docs/01-tiny.md:"));
            assertThat(problems).anyMatch(p -> p.contains(message));
        }
    }

    @Test
    void anExerciseWithoutHintFails() throws IOException {
        sample.replace("   <details><summary>Hint</summary>No loop.</details>\n", "");
        assertThat(sample.chapterProblems())
                .containsExactly("docs/01-tiny.md:20: this exercise has no hint in <details>");
    }

    @Test
    void aChapterThatIsTooShortFails() throws IOException {
        sample.replace("word word word ", "");
        assertThat(sample.chapterProblems().get(0)).contains(" words of prose; 1200 to 3600 are allowed");
    }

    @Test
    void aMissingDocumentFails() throws IOException {
        assertThat(sample.outcomes("docs/none.md", false).get(0).message())
                .isEqualTo("docs/none.md: there is no such document");
    }
}
