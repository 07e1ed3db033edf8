package netlessons.testkit.docs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the simple commands in a line of shell and their words; enough to know what is started, no more. */
final class ShellWords {
    /** A word as it is written, quotes and all. */
    record Word(int start, int end, String raw) {
        /** Without its quotes. */
        String plain() {
            return raw.replaceAll("[\"']", "");
        }
    }

    private static final Pattern REDIRECTION = Pattern.compile("\\d*[<>].*", Pattern.DOTALL);
    private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*[\"']?(\\w+)");

    private final String text;
    private final List<List<Word>> commands = new ArrayList<>();
    private final Deque<String> heredocs = new ArrayDeque<>();
    private List<Word> command = new ArrayList<>();
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** The simple commands between the operators; redirections are among their words. */
    static List<List<Word>> commands(String text) {
        ShellWords words = new ShellWords(text);
        while (words.at < text.length()) {
            words.next();
        }
        words.endCommand();
        return words.commands;
    }

    /** The redirections among the words of a command. */
    static List<Word> redirections(List<Word> words) {
        List<Word> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (REDIRECTION.matcher(words.get(i).raw()).matches()) {
                found.add(words.get(i));
                // "> file" is two words, "2>&1" one.
                if (words.get(i).raw().matches("\\d*[<>]+") && i + 1 < words.size()) {
                    found.add(words.get(++i));
                }
            }
        }
        return found;
    }

    /** The words as they are written. */
    static String join(List<Word> words) {
        return words.stream().map(Word::raw).collect(Collectors.joining(" "));
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t') {
            at++;
        } else if (text.startsWith("\\\n", at)) {
            at += 2;
        } else if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (c == '\n') {
            endCommand();
            at++;
            while (!heredocs.isEmpty()) {
                skipHeredoc(heredocs.poll());
            }
        } else if (";&|()".indexOf(c) >= 0) {
            endCommand();
            at++;
        } else {
            word();
        }
    }

    private void endCommand() {
        if (!command.isEmpty()) {
            commands.add(command);
            command = new ArrayList<>();
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && " \t\n;|()".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            boolean duplicates = at > start && (text.charAt(at - 1) == '>' || text.charAt(at - 1) == '<');
            if (c == '&' && !duplicates) {
                break;
            }
            if (c == '\\') {
                at += 2;
            } else if (c == '\'' || c == '"' || c == '`') {
                skipQuoted(c);
            } else if (text.startsWith("$(", at)) {
                skipSubstitution();
            } else {
                at++;
            }
        }
        at = Math.min(at, text.length());
        command.add(new Word(start, at, text.substring(start, at)));
        Matcher heredoc = HEREDOC.matcher(text).region(start, text.length());
        if (text.substring(start, at).contains("<<") && heredoc.find()) {
            heredocs.add(heredoc.group(1));
        }
    }

    private void skipQuoted(char quote) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' && quote != '\'' ? 2 : 1;
        }
        at++;
    }

    private void skipSubstitution() {
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '\'' || c == '"' || c == '`') {
                skipQuoted(c);
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
            // The first character is the dollar sign.
        } while (at < text.length() && (depth > 0 || text.charAt(at - 1) == '$'));
    }

    private void skipHeredoc(String delimiter) {
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            if (line.strip().equals(delimiter)) {
                return;
            }
        }
    }
}
