package netlessons.testkit.docs;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documents say 8080, tests use free ports: from the one to the other and back. */
final class Ports {
    private static final String HOST = "(?:127\\.0\\.0\\.1|localhost|\\[::1\\])";
    private static final Pattern PRINTED = Pattern.compile("(?:127\\.0\\.0\\.1|localhost):(\\d{1,5})\\b");
    private static final Pattern MENTIONED = Pattern.compile(HOST + "(?:[\"']?(?::|/|, ?| ))(\\d{2,5})\\b");

    private final Map<Integer, Integer> real = new HashMap<>();

    /** The first address that a lesson prints, or null. */
    static Integer printed(String output) {
        Matcher matcher = PRINTED.matcher(output);
        return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
    }

    void put(int documented, int realPort) {
        real.put(documented, realPort);
    }

    Integer real(int documented) {
        return real.get(documented);
    }

    /** Whether a command speaks to a port of this machine that no lesson of this document listens on. */
    boolean mentionsOther(String command) {
        return MENTIONED.matcher(command).results().anyMatch(m -> !real.containsKey(Integer.valueOf(m.group(1))));
    }

    String toReal(String command) {
        for (Map.Entry<Integer, Integer> port : real.entrySet()) {
            command = replace(command, "(" + HOST + "[\"']?(?::|/|, ?| ))", port.getKey(), port.getValue());
        }
        return command;
    }

    String toDocumented(String output) {
        for (Map.Entry<Integer, Integer> port : real.entrySet()) {
            output = toDocumented(output, port.getKey(), port.getValue());
        }
        return output;
    }

    static String toDocumented(String output, int documented, int real) {
        // Where a port is in use, a lesson suggests the next one.
        output = replace(output, "(--port )", real + 1, documented + 1);
        return replace(output, "(" + HOST + "[/ ]|\\b[Pp]ort |:)", real, documented);
    }

    private static String replace(String text, String before, int port, int by) {
        return text.replaceAll(before + port + "\\b", "$1" + by);
    }
}
