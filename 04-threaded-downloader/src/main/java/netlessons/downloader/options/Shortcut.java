package netlessons.downloader.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import netlessons.downloader.file.Conflict;
import netlessons.downloader.progress.Kind;
import netlessons.downloader.text.Seconds;
import netlessons.downloader.text.Size;

/**
 * Reads a command line without a fault, in the forms that nearly all have: {@code --name value} or
 * {@code --name=value}. It takes the place of
 * picocli, which needs more time to get ready than many downloads (0.2 s of the processor, two thirds of what a small
 * file costs). Whatever is not plain is left to picocli: help, @FILE, faults. A test has both read every option.
 */
public final class Shortcut {
    private final String[] words;
    private final Choices choices = new Choices();
    private final Set<String> seen = new HashSet<>();
    private int next;
    /** The value that stands in the same word as the option's name; null if none does, or it has been taken. */
    private String inWord;

    private Shortcut(String[] words) {
        this.words = words;
    }

    /** Empty if it takes picocli to read this, or to say what is wrong. */
    public static Optional<Choices> read(String... words) {
        Shortcut shortcut = new Shortcut(words);
        try {
            shortcut.choices.source.urls = new ArrayList<>();
            shortcut.choices.requests.headers = new ArrayList<>();
            boolean plain = true;
            while (plain && shortcut.next < words.length) {
                String word = words[shortcut.next++];
                plain = word.startsWith("-")
                        ? shortcut.option(word)
                        : !word.startsWith("@") && shortcut.choices.source.urls.add(word);
            }
            return plain ? Optional.of(shortcut.choices) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty(); // picocli will say it better
        }
    }

    /** Returns whether it is known, and not there twice (but --header), and its value is taken. */
    private boolean option(String word) {
        boolean isLong = word.startsWith("--");
        int end = isLong ? word.indexOf('=') : Math.min(2, word.length()); // -s4
        boolean split = end >= 0 && end < word.length();
        String name = longName(split ? word.substring(0, end) : word);
        inWord = split ? word.substring(isLong ? end + 1 : end) : null;
        if (!isLong && split && inWord.startsWith("=")) {
            return false; // -s=4
        }
        return (seen.add(name) || name.equals("--header"))
                && (what(name) || howMuch(name) || howLong(name) || how(name))
                && inWord == null;
    }

    private static String longName(String name) {
        return switch (name) {
            case "-i" -> "--input";
            case "-o" -> "--out";
            case "-d" -> "--dir";
            case "-j" -> "--jobs";
            case "-s" -> "--segments";
            default -> name;
        };
    }

    private boolean what(String name) {
        Source source = choices.source;
        Placing placing = choices.placing;
        switch (name) {
            case "--input" -> source.input = text();
            case "--out" -> source.out = text();
            case "--checksum" -> source.checksum = text();
            case "--dir" -> placing.dir = Path.of(text());
            case "--on-conflict" -> placing.onConflict = Conflict.valueOf(text());
            case "--hidden" -> placing.hidden = true;
            case "--max-size" -> placing.maxSize = size();
            case "--min-free" -> placing.minFree = size();
            case "--strict" -> placing.strict = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean howMuch(String name) {
        Amount amount = choices.amount;
        switch (name) {
            case "--jobs" -> amount.files = Integer.valueOf(text());
            case "--segments" -> amount.segments = Integer.valueOf(text());
            case "--per-host" -> amount.perHost = Integer.valueOf(text());
            case "--min-segment" -> amount.minSegment = size();
            case "--limit-rate" -> amount.limitRate = size();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean howLong(String name) {
        Patience patience = choices.patience;
        switch (name) {
            case "--retries" -> patience.retries = Integer.valueOf(text());
            case "--retry-wait" -> patience.retryWait = time();
            case "--max-retry-wait" -> patience.maxRetryWait = time();
            case "--connect-timeout" -> patience.connectTimeout = time();
            case "--read-timeout" -> patience.readTimeout = time();
            case "--min-speed" -> patience.minSpeed = size();
            case "--min-speed-time" -> patience.minSpeedTime = time();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean how(String name) {
        Requests requests = choices.requests;
        switch (name) {
            case "--header" -> requests.headers.add(text());
            case "--user" -> requests.user = text();
            case "--netrc" -> requests.netrc = true;
            case "--netrc-file" -> requests.netrcFile = Path.of(text());
            case "--cacert" -> requests.authorities = Path.of(text());
            case "--max-redirects" -> requests.maxRedirects = Integer.valueOf(text());
            case "--allow-downgrade" -> requests.downgrade = true;
            case "--progress" -> choices.progress = kind();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** @throws RuntimeException if there is none, or an odd one: both are for picocli */
    private String text() {
        String text = inWord == null ? words[next++] : inWord;
        boolean odd = text.isEmpty()
                || text.startsWith("\"")
                || inWord == null && (text.startsWith("@") || text.startsWith("-") && !text.equals("-"));
        inWord = null;
        if (odd) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private Kind kind() {
        String name = text();
        for (Kind kind : Kind.values()) { // Kind.valueOf would ask Kind by reflection, the first time
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException();
    }

    private Long size() {
        return new Size().convert(text());
    }

    private Duration time() {
        return new Seconds().convert(text());
    }
}
