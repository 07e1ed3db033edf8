package netlessons.upload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netlessons.testkit.Fault;
import netlessons.testkit.Speech;

/** Tells what was said on a connection frame by frame: the first bytes in hex, and what they mean. */
final class FrameSpeech implements Speech {
    static final FrameSpeech INSTANCE = new FrameSpeech();

    private static final int SHOWN = 12;
    /** Twice the longest payload there is. */
    private static final int LONGEST = 2 << 20;

    private static final int MOST_LINES = 14;
    private static final int WIDTH = 3 * SHOWN + 2;

    /** One thing that was said: from here to there, in words. */
    private record Part(int from, int to, String words) {}

    private FrameSpeech() {}

    @Override
    public List<String> told(byte[] bytes) {
        return lines(bytes, -1, "");
    }

    @Override
    public List<String> told(byte[] bytes, int caret, String remark) {
        return lines(bytes, Math.min(caret, bytes.length), remark);
    }

    private static List<String> lines(byte[] bytes, int caret, String remark) {
        List<Part> parts = parts(bytes);
        if (caret == bytes.length && (parts.isEmpty() || !unfinished(parts.get(parts.size() - 1)))) {
            parts.add(new Part(bytes.length, bytes.length, ""));
        }
        int at = parts.size() - 1;
        while (caret >= 0 && at > 0 && parts.get(at).from() > caret) {
            at--;
        }
        int head = caret < 0 ? MOST_LINES / 2 : 2;
        int tail = caret < 0 ? parts.size() - MOST_LINES / 2 : Math.min(at - 4, parts.size() - 8);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i >= head && tail - i > 1) {
                int left = parts.get(tail).from() - parts.get(i).from();
                lines.add("... " + (tail - i) + " frames of " + left + " bytes in all left out ...");
                i = tail;
            }
            lines.addAll(line(bytes, parts.get(i), caret >= 0 && i == at ? caret : -1, remark));
            if (caret >= 0 && i - at == 3 && parts.size() - i > 2) {
                lines.add("... " + (parts.size() - i - 1) + " frames more ...");
                break;
            }
        }
        return lines;
    }

    private static boolean unfinished(Part part) {
        return part.words().contains(" but only ");
    }

    private static List<String> line(byte[] bytes, Part part, int caret, String remark) {
        int from = caret < part.from() + SHOWN ? part.from() : caret - SHOWN / 2;
        int to = Math.min(part.to(), from + SHOWN);
        String hex = from > part.from() ? ".. " : "";
        int column = hex.length() + 3 * (caret - from);
        StringBuilder text = new StringBuilder(hex);
        for (int i = from; i < to; i++) {
            text.append(String.format("%02x ", bytes[i]));
        }
        text.append(to < part.to() ? ".." : "");
        String line =
                String.format("%-" + (WIDTH + 3) + "s %s", text, part.words()).stripTrailing();
        if (part.to() == part.from()) {
            return List.of("^ " + remark);
        }
        return caret < 0 ? List.of(line) : List.of(line, " ".repeat(column) + "^ " + remark);
    }

    private static List<Part> parts(byte[] bytes) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        if (bytes.length > 0 && bytes[0] == 'N' && (bytes.length == 1 || bytes[1] == 'L')) {
            at = Math.min(WireFrame.PREAMBLE.length, bytes.length);
            parts.add(new Part(0, at, preamble(bytes)));
        }
        while (at < bytes.length) {
            Part part = frame(bytes, at);
            parts.add(part);
            at = part.to();
        }
        return parts;
    }

    private static String preamble(byte[] bytes) {
        return bytes.length < WireFrame.PREAMBLE.length
                ? "preamble, but only " + bytes.length + " bytes of it"
                : "preamble"
                        + (Arrays.mismatch(bytes, WireFrame.PREAMBLE) < 6
                                        && bytes.length > 6
                                        && Arrays.mismatch(bytes, WireFrame.PREAMBLE) >= 0
                                ? ", a wrong one"
                                : "");
    }

    /** The frame that begins there, as far as it can be understood. */
    private static Part frame(byte[] bytes, int at) {
        int left = bytes.length - at;
        String name = WireFrame.name(bytes[at] & 0xff);
        if (name.isEmpty()) {
            return new Part(at, bytes.length, left + " bytes that begin like no frame: " + ascii(bytes, at));
        } else if (left < WireFrame.HEADER) {
            return new Part(at, bytes.length, name + ", but only " + left + " bytes of it");
        }
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(at + 2));
        long whole = WireFrame.HEADER + length + WireFrame.CRC;
        if (length > LONGEST) {
            return new Part(at, bytes.length, left + " bytes that begin like no frame: " + ascii(bytes, at));
        } else if (left < whole) {
            return new Part(at, bytes.length, name + ", but only " + left + " of " + whole + " bytes");
        }
        int end = at + (int) whole;
        byte[] payload = Arrays.copyOfRange(bytes, at + WireFrame.HEADER, end - WireFrame.CRC);
        long crc = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(end - WireFrame.CRC));
        long right = WireFrame.crc(bytes, at, end - WireFrame.CRC);
        String words = new WireFrame((char) bytes[at], bytes[at + 1], payload).words();
        return new Part(
                at, end, crc == right ? words : words + String.format("; its CRC-32C is %08x, not %08x", right, crc));
    }

    private static String ascii(byte[] bytes, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; i < Math.min(bytes.length, at + 40); i++) {
            text.append(bytes[i] >= 0x20 && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        return text.toString();
    }

    @Override
    public String meaning(Fault fault) {
        return switch (fault) {
            case CLOSED ->
                "the program ended the connection here: did it crash, or take what it got for a mistake? "
                        + "What it printed may tell";
            case RESET -> "the program crashed, or closed the socket while bytes were still unread";
            case TIMED_OUT ->
                "the program waits for more: does it take what one read gives for a whole frame, or forget to flush?";
            case NOT_READ -> "the program does not read what is sent to it while it waits for something else";
            case MALFORMED -> "this is no frame as the specification has it";
            default -> fault.words().isEmpty() ? "" : fault.meaning();
        };
    }

    @Override
    public String stopped(Fault fault, boolean rests) {
        return "";
    }

    @Override
    public String viewer() {
        return " | xxd";
    }
}
