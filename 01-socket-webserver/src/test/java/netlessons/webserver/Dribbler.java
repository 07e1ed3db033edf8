package netlessons.webserver;

import java.io.IOException;
import java.util.regex.Pattern;
import netlessons.testkit.Target;

/** A client that takes its time, for {@link Stage7HostileIT}: all of them wait side by side. */
final class Dribbler implements AutoCloseable {
    /** What has to become of it. */
    enum Fate {
        /** 408, another 4xx, or the end of the connection. */
        ENDED,
        /** Nobody reads any more what it sends. */
        CUT_OFF,
        /** It is idle, and not told so: its connection may be closed, or not yet. */
        LEFT_ALONE,
        /** It may wait, or get a 4xx, or be closed. */
        NOT_SERVED
    }

    private static final Pattern STATUS = Pattern.compile("(?m)^HTTP/1\\.[01] [1-5][0-9][0-9] [^\\r\\n]*\\r?$");

    private final String what;
    private final Fate fate;
    private final Intruder client;
    private final String more;
    private final int served;

    /**
     * Connects.
     *
     * @param served how many requests in {@code start} are complete, and answered
     * @param more what it sends from then on, now and then
     */
    Dribbler(Fate fate, String what, Target target, int served, String start, String more) throws IOException {
        this.fate = fate;
        this.what = what;
        this.client = new Intruder(target);
        this.served = served;
        this.more = more;
        client.send(start);
    }

    /** Whether its fate has still to come. */
    boolean isWaiting() {
        return switch (fate) {
            case ENDED -> !client.isFinished() && answers() <= served;
            case CUT_OFF -> !client.isRefused();
            case LEFT_ALONE, NOT_SERVED -> false;
        };
    }

    void dribble() {
        if (isWaiting() && !more.isEmpty()) {
            client.send(more);
        }
    }

    private long answers() {
        return STATUS.matcher(client.text()).results().count();
    }

    /** Fails if something else became of it. */
    void check(int seconds) {
        if (isWaiting()) {
            throw client.failure(
                    "%s: after %d s it still has its connection".formatted(what, seconds),
                    fate == Fate.ENDED
                            ? "408 (Request Timeout), or the end of the connection: at most 10 s for a header section, from"
                                    + " its first byte on, and not again from each byte or line"
                            : "the end of the connection: the server need not read for ever to have its answer read");
        }
        String last = STATUS.matcher(client.text())
                .results()
                .reduce((first, second) -> second)
                .map(line -> line.group().substring(9, 12))
                .orElse("");
        if (answers() > served && (fate == Fate.LEFT_ALONE || !last.startsWith("4"))) {
            throw client.failure(
                    what + ": it got an answer that it has not asked for",
                    fate == Fate.LEFT_ALONE
                            ? "not a byte: an answer would be taken for the one to the next request. Close without a word"
                            : "408 (Request Timeout), or the end of the connection");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
