package netlessons.downloader.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import netlessons.downloader.text.Columns;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars, as a person sees them. */
class BarTest {
    private static final int MIB = 1 << 20;

    private final ManualPulse pulse = new ManualPulse();
    private final List<String> frames = new ArrayList<>();
    private TerminalModel terminal = new TerminalModel(80, 24);

    private Bar bar(int files, boolean unicode) {
        return new Bar(
                new PrintWriter(writer()),
                terminal,
                unicode,
                files < 0 ? OptionalInt.empty() : OptionalInt.of(files),
                pulse::nanos,
                pulse);
    }

    /** What is flushed at once is a frame. */
    private Writer writer() {
        return new StringWriter() {
            @Override
            public void flush() {
                if (getBuffer().length() > 0) {
                    frames.add(toString());
                    terminal.print(toString());
                    getBuffer().setLength(0);
                }
            }
        };
    }

    private static Track started(Bar bar, int number, String name, long total) {
        Track track = Told.track(number, name, total);
        bar.started(track);
        return track;
    }

    @Test
    @DisplayName("a line for each file and one for all, drawn over in place; what is finished scrolls up")
    void life() {
        Bar bar = bar(3, false);
        Track earth = started(bar, 1, "earth.bin", 4 * MIB);
        Track moon = started(bar, 2, "moon.bin", 8 * MIB);
        Track stars = started(bar, 3, "stars.bin", 4 * MIB);
        for (Track track : List.of(earth, moon, stars)) {
            track.add(2 * MIB);
        }
        pulse.beat(1000);
        assertThat(terminal.seen())
                .containsExactly(
                        "earth.bin             [======>     ]  50% 2.00 MiB/4.00 MiB 2.00 MiB/s     0:01",
                        "moon.bin              [===>        ]  25% 2.00 MiB/8.00 MiB 2.00 MiB/s     0:03",
                        "stars.bin             [======>     ]  50% 2.00 MiB/4.00 MiB 2.00 MiB/s     0:01",
                        "0 of 3 files          [====>       ]  37% 6.00 MiB/16.0 MiB 6.00 MiB/s     0:02");
        earth.add(2 * MIB);
        bar.done(earth, Path.of("earth.bin"), false);
        bar.retrying(moon, "the connection was reset", Duration.ofMillis(2700), 1, 5);
        pulse.beat(1000);
        assertThat(terminal.seen())
                .containsExactly(
                        "done      earth.bin (4.00 MiB)",
                        "again     moon.bin: the connection was reset (try 1 of 5 in 2.7 s)",
                        "moon.bin              [===>        ]  25% 2.00 MiB/8.00 MiB again in 2 s",
                        "stars.bin             [======>     ]  50% 2.00 MiB/4.00 MiB 1.00 MiB/s     0:02",
                        "1 of 3 files          [======>     ]  50% 8.00 MiB/16.0 MiB 4.00 MiB/s     0:02");
        bar.failed(moon, "reset by peer", true);
        stars.add(2 * MIB);
        pulse.beat(1000);
        assertThat(terminal.seen().subList(2, 5))
                .containsExactly(
                        "failed    moon.bin: reset by peer (the same command goes on where it was)",
                        "stars.bin             [============] 100% 4.00 MiB/4.00 MiB 1.33 MiB/s     0:00",
                        "1 of 3, 1 failed      [============] 100% 8.00 MiB/8.00 MiB 3.33 MiB/s     0:00");
        bar.done(stars, Path.of("stars.bin"), false);
        bar.finished(Told.summary(2, 1, 1, 10 * MIB, false));
        bar.close();
        assertThat(terminal.seen())
                .containsExactly(
                        "done      earth.bin (4.00 MiB)",
                        "again     moon.bin: the connection was reset (try 1 of 5 in 2.7 s)",
                        "failed    moon.bin: reset by peer (the same command goes on where it was)",
                        "done      stars.bin (4.00 MiB)",
                        "2 files in downloads: 10.0 MiB in 2.5 s (4.00 MiB/s), 1 failed");
        assertThat(terminal.wraps()).isTrue();
    }

    @Test
    @DisplayName("with Unicode: blocks in eighths")
    void unicode() {
        Track track = started(bar(1, true), 1, "x", 96);
        track.add(13);
        pulse.beat(1000);
        assertThat(terminal.seen().get(0))
                .endsWith("[\u2588\u258B          ]  13%         13 B/96 B     13 B/s     0:07");
    }

    @Test
    @DisplayName("one frame is one write; what has not changed is not written again")
    void quiet() {
        Track track = started(bar(1, false), 1, "x", 100);
        pulse.beat(200);
        assertThat(frames).hasSize(1);
        track.add(10);
        pulse.beat(200);
        assertThat(frames).hasSize(2);
        for (int i = 0; i < 40; i++) {
            pulse.beat(200); // until the rate is 0
        }
        int before = frames.size();
        pulse.beat(200);
        assertThat(frames).hasSize(before);
    }

    @Test
    @DisplayName("nothing is drawn for what is over before the first beat")
    void quick() {
        Bar bar = bar(1, false);
        Track track = started(bar, 1, "x", 5);
        track.add(5);
        bar.done(track, Path.of("x"), false);
        bar.finished(Told.summary(1, 0, 0, 5, false));
        assertThat(terminal.seen()).containsExactly("done      x (5 B)", "1 file in downloads: 5 B in 2.5 s (2 B/s)");
    }

    @Test
    @DisplayName("unknown size: no percent, but something that moves; unknown number of files: no total")
    void unknown() {
        Track track = started(bar(-1, false), 1, "stream", -1);
        track.add(5 * MIB);
        pulse.beat(1000);
        String first = terminal.seen().get(0);
        assertThat(first).matches("stream                \\[ *=== *\\]               5\\.00 MiB 5\\.00 MiB/s     -:--");
        assertThat(terminal.seen().get(1))
                .isEqualTo("0 files                                            5.00 MiB 5.00 MiB/s     -:--");
        pulse.beat(1000);
        assertThat(terminal.seen().get(0)).isNotEqualTo(first);
    }

    @Test
    @DisplayName("set back on a restart, and never above 100 %, not even when an origin sends more than it said")
    void restart() {
        Bar bar = bar(1, false);
        Track track = started(bar, 1, "x", 100);
        track.add(150);
        pulse.beat(1000);
        assertThat(terminal.seen())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("] 100% ", "100 B/100 B"));
        track.begin("x", OptionalLong.of(200), 0);
        bar.restarted(track, "the file has changed");
        pulse.beat(1000);
        assertThat(terminal.seen()).hasSize(3);
        assertThat(terminal.seen().get(0)).isEqualTo("restart   x: the file has changed");
        assertThat(terminal.seen().get(1)).contains("   0% ", "0 B/200 B", "0 B/s");
        track.add(199);
        pulse.beat(1000);
        assertThat(terminal.seen().get(1)).contains("  99% ", "199 B/200 B");
        track.add(-100);
        pulse.beat(1000);
        assertThat(terminal.seen().get(1)).contains("  49% ", " 99 B/200 B");
    }

    @Test
    @DisplayName("hostile and wide names stay in their column")
    void names() {
        Bar bar = bar(3, true);
        started(bar, 1, "\u001b[2J\u202Etxt.exe\r\n", 100);
        started(bar, 2, "\u65E5\u672C\u8A9E\u306E\u30D5\u30A1\u30A4\u30EB\u540D\u524D\u3067\u3059.iso", 100);
        started(bar, 3, "x".repeat(300) + ".tar.gz", 100);
        pulse.beat(1000);
        assertThat(terminal.seen())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.indexOf('[') >= 0 ? Columns.of(line) : 79)
                        .isEqualTo(79));
        assertThat(terminal.seen().get(0)).startsWith("?[2J?txt.exe??        [");
        assertThat(terminal.seen().get(1)).startsWith("\u65E5\u672C\u8A9E\u306E\u30D5\u2026\u524D\u3067\u3059.iso [");
        assertThat(terminal.seen().get(2)).startsWith("xxxxxxxxxx\u2026xxx.tar.gz [");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 12, 19, 20, 30, 44, 45, 46, 55, 56, 57, 64, 66, 80, 120, 300})
    @DisplayName("narrow and wide terminals: no line is wrapped, and all lines are equally long")
    void width(int width) {
        terminal = new TerminalModel(width, 24);
        Bar bar = bar(2, true);
        Track one = started(bar, 1, "one-with-a-long-name.iso", 1000L * MIB * MIB);
        one.add(999L * MIB * MIB);
        started(bar, 2, "two", 1000L * MIB * MIB).add(1);
        pulse.beat(2000);
        List<String> seen = terminal.seen();
        assertThat(seen)
                .hasSize(3)
                .allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(Math.max(1, width - 1)));
        if (width > 12) {
            assertThat(seen.get(0)).contains("99%");
        }
        pulse.beat(2000);
        assertThat(terminal.seen()).hasSize(3);
    }

    @Test
    @DisplayName("more files at once than lines: as many as fit, and how many more")
    void tooMany() {
        terminal = new TerminalModel(80, 6);
        terminal.print("$ downloader\n");
        Bar bar = bar(10, false);
        List<Track> tracks = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            tracks.add(started(bar, i, "file" + i, 10));
        }
        for (int i = 0; i < 5; i++) {
            pulse.beat(200);
            tracks.get(0).add(1);
        }
        assertThat(terminal.seen()).hasSize(6).satisfies(seen -> {
            assertThat(seen.get(1)).startsWith("file1 ");
            assertThat(seen.get(3)).startsWith("file3 ");
            assertThat(seen.get(4)).isEqualTo("and 7 more");
            assertThat(seen.get(5)).startsWith("0 of 10 files ");
        });
        for (Track track : tracks) {
            bar.done(track, Path.of(track.name()), false);
            pulse.beat(200);
        }
        bar.finished(Told.summary(10, 0, 0, 10, false));
        assertThat(terminal.seen())
                .hasSize(12)
                .startsWith("$ downloader", "done      file1 (5 B)", "done      file2 (0 B)")
                .endsWith("10 files in downloads: 10 B in 2.5 s (4 B/s)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    @DisplayName("terminals with hardly a line still end with what was done")
    void low(int height) {
        terminal = new TerminalModel(80, height);
        Bar bar = bar(2, false);
        Track one = started(bar, 1, "one", 10);
        Track two = started(bar, 2, "two", 10);
        pulse.beat(200);
        one.add(5);
        pulse.beat(200);
        bar.done(one, Path.of("one"), false);
        bar.done(two, Path.of("two"), false);
        bar.finished(Told.summary(2, 0, 0, 10, false));
        assertThat(terminal.seen())
                .endsWith("done      one (5 B)", "done      two (0 B)", "2 files in downloads: 10 B in 2.5 s (4 B/s)");
    }

    @Test
    @DisplayName("a terminal that becomes narrower has wrapped what was drawn; nothing of it stays")
    void resize() {
        terminal.print("$ downloader\n");
        Bar bar = bar(2, false);
        Track one = started(bar, 1, "one", 10);
        started(bar, 2, "two", 10);
        pulse.beat(200);
        for (int width : new int[] {60, 30, 100, 45, 79, 80, 20}) {
            terminal.resize(width, 24);
            one.add(1);
            pulse.beat(200);
            assertThat(terminal.seen()).hasSize(4).startsWith("$ downloader");
            assertThat(terminal.seen().get(3)).startsWith("0 of 2");
        }
        terminal.resize(80, 10);
        bar.finished(Told.summary(0, 2, 0, 10, false));
        assertThat(terminal.seen())
                .containsExactly("$ downloader", "0 files in downloads: 10 B in 2.5 s (4 B/s), 2 failed");
    }

    @Test
    @DisplayName("whatever happens, in whatever order: what is done is listed once, and no bar is left over")
    void random() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            frames.clear();
            terminal = new TerminalModel(30 + random.nextInt(100), 3 + random.nextInt(10));
            ManualPulse ownPulse = new ManualPulse();
            Bar bar = new Bar(
                    new PrintWriter(writer()),
                    terminal,
                    random.nextBoolean(),
                    OptionalInt.empty(),
                    ownPulse::nanos,
                    ownPulse);
            List<Track> under = new ArrayList<>();
            int begun = 0;
            int over = 0;
            for (int step = 0; step < 100; step++) {
                int dice = random.nextInt(6);
                if (dice == 0) {
                    Track track = Told.track(++begun, "f" + begun, random.nextInt(3) == 0 ? -1 : random.nextInt(100));
                    bar.started(track);
                    under.add(track);
                } else if (dice == 1 && !under.isEmpty()) {
                    Track track = under.remove(random.nextInt(under.size()));
                    bar.done(track, Path.of("x"), false);
                    over++;
                } else if (dice == 2 && !under.isEmpty()) {
                    under.get(random.nextInt(under.size())).add(random.nextInt(100) - 20);
                } else {
                    ownPulse.beat(random.nextInt(1000));
                }
                for (String line : terminal.seen()) {
                    assertThat(line).as("seed " + seed).doesNotContainPattern("1\\d[1-9]%|[2-9]\\d\\d%");
                }
            }
            bar.finished(Told.summary(over, 0, 0, 0, false));
            String all = String.join("", terminal.seen());
            assertThat(all.split("done  ", -1)).as("seed " + seed).hasSize(over + 1);
            assertThat(all).as("seed " + seed).doesNotContain("-:--", "%");
        }
    }
}
