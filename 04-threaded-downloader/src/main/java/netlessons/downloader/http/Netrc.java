package netlessons.downloader.http;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names and passwords by host, from a file as ftp and curl have it: machine HOST login NAME password WORD; default … */
final class Netrc {
    /** @param machine null for the default, which is for all others */
    private record Entry(String machine, String login, String password) {}

    private final List<Entry> entries = new ArrayList<>();

    /** @throws HttpFault if the file cannot be read */
    static Netrc read(Path file) throws HttpFault {
        try {
            return new Netrc(Files.readString(file, StandardCharsets.UTF_8));
        } catch (MalformedInputException e) {
            throw new HttpFault(HttpFault.Kind.PERMANENT, "the file " + file + " is no text in UTF-8");
        } catch (IOException e) {
            throw new HttpFault(
                    HttpFault.Kind.PERMANENT, "the file " + file + " cannot be read", 0, Optional.empty(), e);
        }
    }

    Netrc(String text) {
        List<String> words = words(text);
        for (int i = 0; i < words.size(); ) {
            String word = words.get(i++);
            boolean all = word.equals("default");
            if (!all && !word.equals("machine") || !all && i == words.size()) {
                continue;
            }
            String machine = all ? null : words.get(i++).toLowerCase(Locale.ROOT);
            String login = "";
            String password = "";
            while (i + 1 < words.size()
                    && !words.get(i).equals("machine")
                    && !words.get(i).equals("default")) {
                switch (words.get(i)) {
                    case "login" -> login = words.get(i + 1);
                    case "password" -> password = words.get(i + 1);
                    default -> {} // account: nothing for HTTP
                }
                i += 2;
            }
            entries.add(new Entry(machine, login, password));
        }
    }

    /** Words between white space, or in quotes. What begins with # is a comment; macros end with an empty line. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        boolean macro = false;
        for (String line : text.split("\r?\n", -1)) {
            macro &= !line.isBlank();
            for (int i = 0; i < line.length() && !macro; ) {
                char c = line.charAt(i);
                if (Character.isWhitespace(c)) {
                    i++;
                } else if (c == '#' && (i == 0 || words.size() % 2 == 0)) {
                    break;
                } else {
                    StringBuilder word = new StringBuilder();
                    i = word(line, i, word);
                    macro = word.toString().equals("macdef");
                    words.add(word.toString());
                }
            }
            if (macro && !words.isEmpty() && words.get(words.size() - 1).equals("macdef")) {
                words.remove(words.size() - 1);
            }
        }
        return words;
    }

    /** Returns where it ends. */
    private static int word(String line, int from, StringBuilder word) {
        boolean quoted = line.charAt(from) == '"';
        int i = quoted ? from + 1 : from;
        while (i < line.length()) {
            char c = line.charAt(i++);
            if (quoted && c == '"' || !quoted && Character.isWhitespace(c)) {
                break;
            } else if (quoted && c == '\\' && i < line.length()) {
                char next = line.charAt(i++);
                word.append(next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next);
            } else {
                word.append(c);
            }
        }
        return i;
    }

    /**
     * The field Authorization for a host.
     *
     * @param login empty for any
     */
    Optional<String> authorization(String host, String login) {
        for (Entry entry : entries) {
            boolean named = entry.machine() == null || entry.machine().equals(host);
            boolean empty = entry.login().isEmpty() && entry.password().isEmpty(); // a default for other protocols
            if (named && !empty && (login.isEmpty() || login.equals(entry.login()))) {
                return Optional.of(Basic.of(entry.login(), entry.password()));
            }
        }
        return Optional.empty();
    }
}
