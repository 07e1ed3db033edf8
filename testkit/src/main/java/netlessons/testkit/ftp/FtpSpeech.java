package netlessons.testkit.ftp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import netlessons.testkit.Fault;
import netlessons.testkit.Speech;

/** The control connection of FTP, as failures tell of it: text, and faults that mean something else than with HTTP. */
final class FtpSpeech implements Speech {
    private static final int LONGEST_COMMAND = 60;

    private final String scheme;

    /** @param scheme "ftp", or "ftps" where TLS begins at once */
    FtpSpeech(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public List<String> told(byte[] bytes) {
        return TEXT.told(bytes);
    }

    @Override
    public List<String> told(byte[] bytes, int caret, String remark) {
        return TEXT.told(bytes, caret, remark);
    }

    @Override
    public String meaning(Fault fault) {
        return switch (fault) {
            case CLOSED -> "too early: did the program, or its thread for this client, end of this command?";
            case RESET ->
                "the program ended of this command, or closed the socket while bytes that it was sent were unread";
            case TIMED_OUT ->
                "does the program wait for something else (a data connection?), forget to flush, or to answer?";
            case STILL_OPEN -> "the program has to close the connection here";
            case NOT_READ -> "the program does not read what it is sent: is it still busy with what came before?";
            case MALFORMED -> "a client cannot tell where this reply ends, or what it says";
            default -> fault.meaning();
        };
    }

    /** With data connections, or TLS, netcat will not do; curl makes them, and can say whatever it is told to. */
    @Override
    public String again(byte[] sent, String netcat) {
        String[] words = netcat.split(" ");
        if (words.length < 3) {
            return "";
        }
        String user = "";
        String passive = "";
        String said = "";
        String line = "";
        boolean tls = scheme.equals("ftps");
        for (String command : new String(sent, StandardCharsets.UTF_8).split("\r\n")) {
            String word = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            String argument = command.substring(word.length()).strip();
            switch (word) {
                case "USER" -> user = argument;
                case "PASS" -> user += ":" + argument;
                case "PASV" -> passive = " --disable-epsv";
                case "EPSV" -> passive = "";
                case "PORT", "EPRT" -> passive = " -P -";
                case "RETR" -> line = curl(user, passive + said + " --path-as-is", words, argument);
                case "STOR" -> line = curl(user, passive + said + " --path-as-is -T README.md", words, argument);
                case "APPE" -> line = curl(user, passive + said + " --path-as-is -a -T README.md", words, argument);
                case "LIST", "NLST", "MLSD" -> line = curl(user, passive + said + " -X " + quote(command), words, "");
                case "REST" -> said += " -Q " + quote("+" + command); // "+": straight before the transfer
                case "AUTH" -> {
                    tls = true;
                    said += " --ssl-reqd";
                }
                case "QUIT", "PBSZ", "PROT", "" -> {}
                default -> {
                    line += line.isEmpty() ? "" : " -Q " + quote("-" + command); // "-": behind it
                    said += " -Q " + quote(command);
                }
            }
        }
        line = line.isEmpty() && tls ? curl(user, passive + said, words, "") : line;
        return line.chars().anyMatch(c -> c < ' ' || c == 127) ? "" : line;
    }

    /** @param words of "nc HOST PORT" */
    private String curl(String user, String options, String[] words, String path) {
        String host = words[1].contains(":") ? "[" + words[1] + "]" : words[1];
        String named =
                path.replace("%", "%25").replace("#", "%23").replace("?", "%3F").replace(" ", "%20");
        return "curl -vk -m 20 --ftp-method nocwd" + (user.isEmpty() ? "" : " -u " + quote(user)) + options + " "
                + quote(scheme + "://" + host + ":" + words[2] + "/" + named);
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A server cuts the lines apart, however they came. */
    @Override
    public String pieces(int count) {
        return "";
    }

    /** A command, for people. */
    static String shortly(byte[] command) {
        StringBuilder text = new StringBuilder();
        for (byte octet : command) {
            if (text.length() > LONGEST_COMMAND) {
                return text + "...";
            }
            text.append(octet >= ' ' && octet < 127 ? "" + (char) octet : String.format("\\x%02X", octet & 0xff));
        }
        return text.isEmpty() ? "an empty line" : text.toString();
    }
}
