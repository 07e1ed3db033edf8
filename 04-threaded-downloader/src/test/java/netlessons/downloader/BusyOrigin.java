package netlessons.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Asked;
import netlessons.testkit.origin.Origin;

/** An origin that is busy for a while, from the first request on that it is asked, and says for how long. Safe for threads. */
final class BusyOrigin {
    private final int status;
    private final Duration time;
    private final Function<Instant, String> retryAfter;
    private long since;

    /**
     * @param retryAfter what the field says, from the time at which it is over
     */
    BusyOrigin(int status, Duration time, Function<Instant, String> retryAfter) {
        this.status = status;
        this.time = time;
        this.retryAfter = retryAfter;
    }

    /** Busy from the first request for this on, then this answer. */
    Answer then(Answer good) {
        return (asked, speaker) -> answer(asked, good, true).to(asked, speaker);
    }

    /** This answer, but if it is busy since somebody asked for the other. */
    Answer unlessBusy(Answer good) {
        return (asked, speaker) -> answer(asked, good, false).to(asked, speaker);
    }

    private synchronized Answer answer(Asked asked, Answer good, boolean begin) {
        if (since == 0 && begin) {
            since = asked.nanos();
        }
        long left = since + time.toNanos() - System.nanoTime();
        return since == 0 || left <= 0
                ? good
                : Answers.busy(status, retryAfter.apply(Instant.now().plusNanos(left)));
    }

    /**
     * Nobody asked meanwhile.
     *
     * @param grace after the first answer that said it, for those who could not know
     * @param slack before the end
     */
    synchronized void expectPeace(Origin origin, Duration grace, Duration slack) {
        List<String> early = origin.asked().stream()
                .filter(asked -> asked.nanos() - since > grace.toNanos()
                        && asked.nanos() - since < time.minus(slack).toNanos())
                .map(asked -> String.format("%s after %.1f s", asked.target(), (asked.nanos() - since) / 1e9))
                .toList();
        assertThat(early)
                .as(
                        "requests although the origin had said, for all that it has, Retry-After (for %d s)",
                        time.toSeconds())
                .isEmpty();
    }
}
