package netlessons.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.origin.Exchange;

/** What happened in a test of a downloader, in the order in which it happened, for people. */
final class DownloadStory {
    private static final int FIRST = 5;
    private static final int LAST = 4;

    private record Event(long nanos, Runnable told) {}

    private final List<DownloadRun> runs;
    private final List<Exchange> exchanges;
    private final Transcript transcript;

    /** Tells nothing yet. @param exchanges with all origins, in the order of time */
    DownloadStory(List<DownloadRun> runs, List<Exchange> exchanges, Transcript transcript) {
        this.runs = runs;
        this.exchanges = exchanges.stream()
                .sorted(Comparator.comparingLong(exchange -> exchange.asked().nanos()))
                .toList();
        this.transcript = transcript;
    }

    /** What was started and what it asked for; of many requests, the first and the last. */
    void tell() {
        List<Event> events = new ArrayList<>();
        runs.forEach(run -> events.add(new Event(run.started(), () -> started(run))));
        for (int i = 0; i < exchanges.size(); i++) {
            int index = i;
            int left = exchanges.size() - FIRST - LAST;
            if (i < FIRST || i >= exchanges.size() - LAST || left == 1) {
                events.add(new Event(exchanges.get(i).asked().nanos(), () -> told(exchanges.get(index))));
            } else if (i == FIRST) {
                events.add(new Event(
                        exchanges.get(i).asked().nanos(),
                        () -> transcript.add("...", left + " more requests, left out here ...")));
            }
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        events.forEach(event -> event.told().run());
        if (exchanges.isEmpty()) {
            transcript.add("asked", "nothing: not one request came");
        }
        runs.stream().filter(DownloadRun::running).findFirst().or(this::last).ifPresent(run -> {
            run.addState(transcript);
            transcript.add("folder", run.folder().told());
        });
    }

    private Optional<DownloadRun> last() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }

    private void started(DownloadRun run) {
        boolean later = run != last().orElseThrow();
        transcript.add("started", run.command());
        if (later && !run.running()) {
            transcript.add("", "(it ended with exit status " + run.await() + ")");
        }
    }

    private void told(Exchange exchange) {
        List<String> asked = new ArrayList<>(List.of(when(exchange)));
        asked.addAll(news(exchange, Exchange::request));
        List<String> answered = new ArrayList<>(news(exchange, Exchange::answer));
        answered.addAll(rest(exchange));
        transcript.add("asked", asked);
        transcript.add("answered", answered);
    }

    /** The lines of a head; of all but the first one, only those that it did not have. */
    private List<String> news(Exchange exchange, Function<Exchange, byte[]> head) {
        byte[] bytes = head.apply(exchange);
        List<String> lines = bytes.length == 0 ? List.of() : Excerpt.of(bytes);
        Exchange first = exchanges.get(0);
        if (exchange == first || lines.isEmpty()) {
            return lines;
        }
        Set<String> known = new HashSet<>(Excerpt.of(head.apply(first)));
        return Stream.concat(lines.stream().limit(1), lines.stream().skip(1).filter(line -> !known.contains(line)))
                .toList();
    }

    private String when(Exchange exchange) {
        long since = runs.stream()
                .mapToLong(DownloadRun::started)
                .filter(start -> start <= exchange.asked().nanos())
                .max()
                .orElse(exchange.asked().nanos());
        return String.format(
                Locale.ROOT,
                "after %.2f s, on connection %d%s:",
                (exchange.asked().nanos() - since) / 1e9,
                exchange.asked().connection(),
                exchange == exchanges.get(0) ? "" : " (of its fields and the answer's, those that are new)");
    }

    private static List<String> rest(Exchange exchange) {
        String rest = Stream.of(
                        exchange.answer().length == 0 ? "nothing" : "",
                        exchange.body() == 0 ? "" : "and " + exchange.body() + " bytes of body",
                        exchange.running() ? "which goes on, or waits" : exchange.end())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        return rest.isEmpty() ? List.of() : List.of("(" + rest + ")");
    }
}
