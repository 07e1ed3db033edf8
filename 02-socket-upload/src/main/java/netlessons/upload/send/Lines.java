package netlessons.upload.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import netlessons.upload.protocol.Message;
import netlessons.upload.text.Printable;

/** What becomes of the files, in words: a line each. */
final class Lines {
    private static final int MOST_NAMES = 5;

    private Lines() {}

    static String committed(Item item, Message.Committed answer) {
        String what = item.folder() ? "folder" : Units.size(item.size());
        String as = answer.name().equals(item.name()) ? "" : " as " + Printable.of(answer.name());
        return (answer.before() ? "there     " : "sent      ") + Printable.of(item.name()) + " (" + what + ")" + as;
    }

    static String failed(String name, Fault fault) {
        return "failed    " + Printable.of(name) + ": " + fault.text() + " (" + fault.code() + ")";
    }

    static String skipped(Path path, String reason) {
        return "skipped   " + Printable.of(path) + ": " + Printable.of(reason);
    }

    static String retrying(Item item, Fault fault, Duration wait, int attempt, int of) {
        String what = item == null ? "" : Printable.of(item.name()) + ": ";
        return "again     %s%s (%s; attempt %d of %d in %s)"
                .formatted(what, fault.text(), fault.code(), attempt, of, Units.seconds(wait));
    }

    static String gaveUp(Fault fault, List<Outgoing> rest) {
        StringBuilder text = new StringBuilder("gave up   " + fault.text() + " (" + fault.code() + ")");
        for (Outgoing one : rest.subList(0, Math.min(rest.size(), MOST_NAMES))) {
            text.append("\nnot sent  ").append(Printable.of(one.item().name()));
        }
        if (rest.size() > MOST_NAMES) {
            text.append("\nnot sent  and ")
                    .append(Units.files(rest.size() - MOST_NAMES))
                    .append(" more");
        }
        return text.toString();
    }

    /** {@code 42 % of 1.00 GiB, 3 of 10 files, 123 MiB/s, 0:07 left}. */
    static String status(Tally.Now now) {
        String more = now.complete() ? "" : " (and counting)";
        return "%d %% of %s, %d of %s%s, %s%s"
                .formatted(
                        now.percent(),
                        Units.size(now.bytes()),
                        now.committed(),
                        Units.files(now.files()),
                        more,
                        Units.rate(now.rate()),
                        now.left()
                                .map(left -> ", " + Units.clock(left) + " left")
                                .orElse(""));
    }

    static String summary(Summary summary) {
        Tally.Now now = summary.now();
        StringBuilder text = new StringBuilder("%s: %s in %s (%s)"
                .formatted(
                        Units.files(now.committed()),
                        Units.size(now.committedBytes()),
                        Units.seconds(now.elapsed()),
                        Units.rate(now.rate())));
        text.append(now.failed() > 0 ? ", " + now.failed() + " failed" : "");
        text.append(now.skipped() > 0 ? ", " + now.skipped() + " skipped" : "");
        if (summary.interrupted()) {
            text.append("\nInterrupted. To go on, run the same command again: what the receiver has already is not sent"
                    + " anew.");
        }
        return text.toString();
    }
}
