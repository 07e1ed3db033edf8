package netlessons.testkit;

import java.util.List;

/** The text of a failure: labelled entries, the lines of each one below the other. Not for several threads at once. */
final class Transcript {
    private final StringBuilder text = new StringBuilder();

    /** Adds an entry; text of several lines stays together. */
    Transcript add(String label, String entry) {
        return add(label, entry.lines().toList());
    }

    /** Adds an entry of these lines; none, no entry. */
    Transcript add(String label, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(String.format("  %-8s %s", i == 0 ? label : "", lines.get(i)));
        }
        return this;
    }

    /** Adds all entries of another one. */
    Transcript add(Transcript other) {
        text.append(text.isEmpty() || other.text.isEmpty() ? "" : "\n").append(other.text);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
