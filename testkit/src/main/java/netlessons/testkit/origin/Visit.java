package netlessons.testkit.origin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The requests of one connection, one after the other. */
final class Visit {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Line line;
    private final int number;
    private final Consumer<Speaker> begins;
    private final Function<Asked, Answer> answers;

    /** @param begins told of each request, before the answer to it is looked up */
    Visit(Line line, int number, Consumer<Speaker> begins, Function<Asked, Answer> answers) {
        this.line = line;
        this.number = number;
        this.begins = begins;
        this.answers = answers;
    }

    /** Until one side closes. @throws IOException if the client is gone */
    void run() throws IOException {
        boolean again = true;
        while (again && !line.closed()) {
            byte[] head = line.readHead(PATIENCE);
            again = head != null && answer(head);
        }
    }

    private boolean answer(byte[] head) throws IOException {
        Asked asked = parse(head);
        Speaker speaker = new Speaker(line, asked, head);
        begins.accept(speaker);
        try {
            line.skip(asked.header("Content-Length").map(Long::parseLong).orElse(0L));
            answers.apply(asked).to(asked, speaker);
            if (!speaker.closed() && !asked.keepsAlive()) {
                speaker.close();
            }
            return !speaker.closed();
        } catch (RuntimeException | Error e) {
            speaker.over("the test itself failed here: " + e);
            return false;
        } catch (IOException e) {
            speaker.over("the other side closed the connection");
            throw e;
        } finally {
            speaker.over("");
        }
    }

    /** As it is written: a request that is none has strange parts, and nobody has an answer for it. */
    private Asked parse(byte[] head) {
        List<String> lines =
                new String(head, StandardCharsets.ISO_8859_1).lines().toList();
        String[] first = (lines.get(0) + "  ").split(" ", 4);
        List<Field> fields = new ArrayList<>();
        for (String text : lines.subList(1, lines.size())) {
            int colon = text.indexOf(':');
            if (colon > 0) {
                fields.add(new Field(
                        text.substring(0, colon), text.substring(colon + 1).strip()));
            }
        }
        return new Asked(first[0], first[1], first[2].strip(), fields, System.nanoTime(), number);
    }
}
