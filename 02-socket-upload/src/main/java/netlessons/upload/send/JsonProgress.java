package netlessons.upload.send;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import netlessons.upload.protocol.Message;

/**
 * A JSON object on each line, for programs. All have {@code event}, which is one of
 *
 * <ul>
 *   <li>{@code started}: {@code name} (at the receiver's), {@code path}, {@code size}, {@code offset} (bytes that are not
 *       sent, since the receiver has them)
 *   <li>{@code committed}: {@code name}, {@code path}, {@code size}, {@code digest} (hex), {@code storedAs} (the name it
 *       has there), {@code before} (whether the receiver had it already)
 *   <li>{@code failed}: {@code name}, {@code path}, {@code code}, {@code text}
 *   <li>{@code skipped}: {@code path}, {@code text}
 *   <li>{@code retry}: {@code name} (or null: the connection), {@code code}, {@code text}, {@code attempt}, {@code of},
 *       {@code seconds} until then
 *   <li>{@code progress}, each second: {@code files}, {@code committed}, {@code failed}, {@code bytes} (of all files),
 *       {@code done} (of these), {@code sent} (over the network), {@code rate} (bytes a second), {@code secondsLeft} (or
 *       null), {@code complete} (whether all files have been found)
 *   <li>{@code done}, the last: {@code files}, {@code committed}, {@code failed}, {@code skipped}, {@code bytes} (of the
 *       committed), {@code sent}, {@code seconds}, {@code rate}, {@code interrupted}, {@code exit} (the exit status)
 * </ul>
 *
 * Safe for use by many threads.
 */
final class JsonProgress implements Progress {
    static final Duration EVERY = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final ReentrantLock lock = new ReentrantLock();
    private Duration shown = Duration.ZERO;

    JsonProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(Item item, long offset) {
        print(file("started", item).with("offset", offset));
    }

    @Override
    public void committed(Item item, Message.Committed answer) {
        print(file("committed", item)
                .with("digest", answer.digest().toString())
                .with("storedAs", answer.name())
                .with("before", answer.before()));
    }

    @Override
    public void failed(Path path, String name, Fault fault) {
        print(new JsonLine("failed")
                .with("name", name)
                .with("path", path.toString())
                .with("code", fault.code())
                .with("text", fault.text()));
    }

    @Override
    public void skipped(Path path, String reason) {
        print(new JsonLine("skipped").with("path", path.toString()).with("text", reason));
    }

    @Override
    public void retrying(Item item, Fault fault, Duration wait, int attempt, int of) {
        print(new JsonLine("retry")
                .with("name", item == null ? null : item.name())
                .with("code", fault.code())
                .with("text", fault.text())
                .with("attempt", attempt)
                .with("of", of)
                .with("seconds", wait));
    }

    @Override
    public void gaveUp(Fault fault, List<Outgoing> rest) {
        for (Outgoing one : rest) {
            failed(one.item().path(), one.item().name(), fault);
        }
    }

    @Override
    public void show(Tally.Now now) {
        shown = now.elapsed().compareTo(shown) < 0 ? Duration.ZERO : shown; // another run
        if (now.elapsed().minus(shown).compareTo(EVERY) >= 0) {
            shown = now.elapsed();
            print(new JsonLine("progress")
                    .with("files", now.files())
                    .with("committed", now.committed())
                    .with("failed", now.failed())
                    .with("bytes", now.bytes())
                    .with("done", now.done())
                    .with("sent", now.sent())
                    .with("rate", now.rate())
                    .with("secondsLeft", now.left())
                    .with("complete", now.complete()));
        }
        out.flush();
    }

    @Override
    public void finished(Summary summary) {
        Tally.Now now = summary.now();
        print(new JsonLine("done")
                .with("files", now.files())
                .with("committed", now.committed())
                .with("failed", now.failed())
                .with("skipped", now.skipped())
                .with("bytes", now.committedBytes())
                .with("sent", now.sent())
                .with("seconds", now.elapsed())
                .with("rate", now.rate())
                .with("interrupted", summary.interrupted())
                .with("exit", summary.exitStatus()));
        out.flush();
    }

    private static JsonLine file(String event, Item item) {
        return new JsonLine(event)
                .with("name", item.name())
                .with("path", item.path().toString())
                .with("size", item.size());
    }

    private void print(JsonLine line) {
        lock.lock();
        try {
            out.print(line + "\n");
        } finally {
            lock.unlock();
        }
    }
}
