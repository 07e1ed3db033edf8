package netlessons.share.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Header fields in the order in which they came or will be sent. Immutable; names compare without regard to case. */
public final class Fields implements Iterable<Field> {
    public static final Fields NONE = new Fields(List.of());

    private final List<Field> fields;

    public Fields(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** These fields and one more, at the end. */
    public Fields with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Fields(more);
    }

    /** The value of the first field of this name. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all fields of this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                values.add(field.value());
            }
        }
        return values;
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /**
     * The members of a comma-separated list, in lower case: several fields of one name make one list, and empty
     * members do not count (RFC 9110 sections 5.3 and 5.6.1).
     */
    public List<String> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        return all(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(member -> member.strip().toLowerCase(Locale.ROOT))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    public Stream<Field> stream() {
        return fields.stream();
    }

    @Override
    public Iterator<Field> iterator() {
        return fields.iterator();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
