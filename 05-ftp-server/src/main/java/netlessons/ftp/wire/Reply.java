package netlessons.ftp.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the server says: RFC 959 section 4.2. Immutable.
 *
 * @param lines at least one; of several the ones between the first and the last begin with a blank, so that none of them
 *     looks like the last
 * @param then done once it has been sent
 */
public record Reply(int code, List<String> lines, Runnable then) {
    private static final Runnable NOTHING = () -> {};

    public Reply {
        lines = List.copyOf(lines);
    }

    public static Reply of(int code, String text) {
        return new Reply(code, List.of(text), NOTHING);
    }

    public static Reply of(int code, List<String> lines) {
        return new Reply(code, lines, NOTHING);
    }

    /** The same, and something to do after it. */
    public Reply then(Runnable task) {
        return new Reply(code, lines, task);
    }

    /** As it is sent. Whatever the texts hold, it stays one reply. */
    byte[] bytes() {
        StringBuilder text = new StringBuilder();
        int last = lines.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (i == 0 || i == last) {
                text.append(code).append(i == last ? ' ' : '-');
            } else {
                text.append(' ');
            }
            String line = lines.get(i).replace('\r', '?').replace('\n', '?').replace('\0', '?');
            text.append(line).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
