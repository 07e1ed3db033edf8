package netlessons.ftp.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts what comes on the control connection into lines. The connection speaks Telnet (RFC 959 section 3.1, RFC 854): bytes
 * that are Telnet's own commands are taken out. Knows no sockets. For one thread.
 */
final class LineDecoder {
    private static final int IAC = 255; // "interpret as command"
    private static final int WILL = 251; // the first of four commands that an option's number follows
    private static final int DONT = 254;

    private enum Telnet {
        NOTHING,
        COMMAND,
        OPTION
    }

    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Telnet telnet = Telnet.NOTHING;
    private boolean tooLong;
    private int last;

    /** @param longest line in bytes, its end not counted */
    LineDecoder(int longest) {
        this.longest = longest;
    }

    // @start region=next
    /** The next line, if its end is there; takes no byte behind it. */
    Optional<Line> next(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            if (telnet == Telnet.OPTION && b != '\r') { // no option has that number, and a line should end
                telnet = Telnet.NOTHING;
            } else if (telnet == Telnet.COMMAND && b != IAC && b != '\r') {
                telnet = b >= WILL && b <= DONT ? Telnet.OPTION : Telnet.NOTHING;
            } else if (telnet == Telnet.NOTHING && b == IAC) {
                telnet = Telnet.COMMAND;
            } else {
                telnet = Telnet.NOTHING; // two of them mean the byte itself
                if (b == '\n' && last == '\r') {
                    return Optional.of(end());
                }
                add(b);
            }
        }
        return Optional.empty();
    }
    // @end

    private void add(int b) {
        last = b;
        if (line.size() > longest) { // one more than the limit: the CR of the end
            tooLong = true;
        } else {
            line.write(b);
        }
    }

    private Line end() {
        byte[] bytes = line.toByteArray();
        boolean cut = tooLong;
        reset();
        return cut ? new Line.TooLong() : decode(ByteBuffer.wrap(bytes, 0, bytes.length - 1));
    }

    /** Forgets what has come of a line. */
    void reset() {
        line.reset();
        tooLong = false;
        last = 0;
        telnet = Telnet.NOTHING;
    }

    /** RFC 2640 section 2.2: names are UTF-8. Any other bytes could not be sent back as they came. */
    private static Line decode(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            boolean named = text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
            return named ? new Line.Text(text) : new Line.Unreadable();
        } catch (CharacterCodingException e) {
            return new Line.Unreadable();
        }
    }
}
