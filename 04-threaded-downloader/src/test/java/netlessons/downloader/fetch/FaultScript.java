package netlessons.downloader.fetch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import netlessons.testkit.origin.Answer;
import netlessons.testkit.origin.Answers;
import netlessons.testkit.origin.Content;
import netlessons.testkit.origin.ServedFile;
import netlessons.testkit.origin.Span;

/** What an origin does wrong in one run: some answers with faults, then one that is repeated for ever. From a seed. */
final class FaultScript {
    private static final int LARGEST = 300_000;

    private final Random random;
    private final List<Content> versions = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();

    FaultScript(long seed) {
        random = new Random(seed);
        newVersion();
        for (int i = random.nextInt(6); i >= 0; i--) {
            if (random.nextInt(6) == 0) {
                newVersion();
            }
            answers.add(faulty());
        }
        if (random.nextInt(4) > 0) {
            answers.add(good());
        }
    }

    /** All that the file was during the run: it has to come out as one of them. */
    List<Content> versions() {
        return versions;
    }

    Answer[] answers() {
        return answers.toArray(Answer[]::new);
    }

    /** The last version, without any fault. */
    ServedFile good() {
        told.add("good");
        return file();
    }

    @Override
    public String toString() {
        return versions.stream().map(Content::size).toList() + " bytes, " + told;
    }

    private void newVersion() {
        long size = random.nextInt(8) == 0 ? random.nextInt(3) : random.nextInt(LARGEST);
        // half of the new versions are as long as the one before: only the validators tell
        boolean same = !versions.isEmpty() && random.nextBoolean();
        versions.add(Content.random(random.nextLong(), same ? versions.get(0).size() : size));
        told.add("version " + versions.size());
    }

    private Content content() {
        return versions.get(versions.size() - 1);
    }

    /** Each version has validators of its own. */
    private ServedFile file() {
        int number = versions.size();
        Instant modified = Instant.parse("2026-01-01T00:00:00Z").plus(number, ChronoUnit.HOURS);
        return ServedFile.of(content()).etag("\"v" + number + "\"").modified(modified);
    }

    private Answer faulty() {
        int kind = random.nextInt(12);
        if (kind < 2) {
            return noFile();
        }
        ServedFile file = kind < 4 ? validators(file()) : file();
        file = random.nextInt(3) == 0 ? ranges(file) : file;
        boolean framed = true;
        switch (random.nextInt(8)) {
            case 0 -> file = tell("chunked", file.chunked());
            case 1 -> {
                file = tell("until close", file.untilClose());
                framed = false; // a cut is not seen then, by anybody
            }
            case 2 ->
                file = tell("two lengths", file.contentLength("" + content().size(), "7"));
            case 3 -> file = tell("a byte too much", file.surplus(1 + random.nextInt(5000)));
            default -> tell("framed", file);
        }
        return framed ? broken(file) : file;
    }

    private ServedFile validators(ServedFile file) {
        return switch (random.nextInt(4)) {
            case 0 -> tell("weak", file.etag("W/\"w" + versions.size() + "\""));
            case 1 -> tell("date only", file.noEtag());
            case 2 -> tell("no validator", file.noEtag().noModified());
            default -> tell("refuses If-Range", file.refusingIfRange());
        };
    }

    private ServedFile ranges(ServedFile file) {
        return switch (random.nextInt(6)) {
            case 0 -> tell("no ranges", file.noRanges());
            case 1 -> tell("ignores Range", file.ignoringRange());
            case 2 -> tell("ignores If-Range", file.ignoringIfRange());
            case 3 ->
                tell(
                        "total unknown",
                        file.contentRange(
                                (span, total) -> Optional.of("bytes " + span.from() + "-" + (span.to() - 1) + "/*")));
            case 4 -> tell("no Content-Range", file.contentRange((span, total) -> Optional.empty()));
            default ->
                tell(
                        "shorter",
                        file.giving(span -> span.to() - span.from() < 2
                                ? span
                                : new Span(span.from(), span.from() + (span.to() - span.from()) / 2)));
        };
    }

    private ServedFile broken(ServedFile file) {
        long at = random.nextInt((int) content().size() + 1);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> tell("cut at " + at, file.cutAfter(at));
            case 3, 4 -> tell("reset at " + at, file.resetAfter(at));
            case 5 -> random.nextInt(4) == 0 ? tell("silent at " + at, file.silentAfter(at)) : file;
            case 6 -> tell("bad chunk at " + at, file.chunked().badChunkAfter(at));
            default -> file;
        };
    }

    private Answer noFile() {
        return switch (random.nextInt(8)) {
            case 0 -> tell("404", Answers.status(404));
            case 1 -> tell("500", Answers.status(500));
            case 2 -> tell("503", Answers.busy(503, "0"));
            case 3 -> tell("429", Answers.busy(429, "abc"));
            case 4 -> tell("closes", Answers.closeAtOnce());
            case 5 -> tell("resets", Answers.resetAtOnce());
            case 6 -> tell("gzip", Answers.gzip(content()));
            default -> tell("garbage", Answers.raw("220 smtp ready\r\n"));
        };
    }

    private <T extends Answer> T tell(String what, T answer) {
        told.add(what);
        return answer;
    }
}
