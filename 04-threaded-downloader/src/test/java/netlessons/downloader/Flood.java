package netlessons.downloader;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Asked;
import netlessons.testkit.origin.Speaker;

/**
 * An answer that never ends: something at first, and then the same again and again, not faster than any program can read.
 * Safe for threads.
 */
final class Flood implements Answer {
    private static final int BLOCK = 1 << 16;
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** What a connection may take before it is ended: systems buffer some megabytes that no program has asked for. */
    private static final long MOST = 32L << 20;

    /** Who takes that much takes everything. */
    private static final long END = 2 * MOST;

    private final byte[] first;
    private final byte[] block;
    private final AtomicLong most = new AtomicLong();

    Flood(String first, String again) {
        this.first = first.getBytes(ISO_8859_1);
        this.block = again.repeat(BLOCK / again.length() + 1).getBytes(ISO_8859_1);
    }

    @Override
    public void to(Asked asked, Speaker speaker) throws IOException {
        speaker.send(first);
        for (long sent = 0; sent < END; sent += block.length) {
            speaker.send(block).pause(PAUSE);
            long now = sent;
            most.updateAndGet(before -> Math.max(before, now));
        }
        speaker.close();
    }

    /** The program has ended each connection before long. */
    void expectCut(String what) {
        assertThat(most.get() >> 10)
                .as("KiB that a program has let come on one connection of %s without an end", what)
                .isLessThan(MOST >> 10);
    }
}
