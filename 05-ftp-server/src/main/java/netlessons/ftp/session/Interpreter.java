package netlessons.ftp.session;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import netlessons.ftp.folder.Reason;
import netlessons.ftp.wire.Line;
import netlessons.ftp.wire.Reply;

/**
 * Finds the command that a line asks for, looks whether it may be, and has it carried out (the protocol interpreter of RFC
 * 959 section 2.2).
 */
final class Interpreter {
    /** A line of another protocol: a browser has been led here, to have our replies taken for a page (ALPACA). */
    private static final Pattern HTTP = Pattern.compile(" HTTP/\\d");

    private static final System.Logger LOG = System.getLogger(Interpreter.class.getName());

    private final Session session;

    Interpreter(Session session) {
        this.session = session;
    }

    Reply answer(Line line) throws IOException {
        if (line instanceof Line.TooLong) {
            return Reply.of(500, "Command too long.");
        } else if (line instanceof Line.Text text) {
            return answer(text.text());
        }
        return Reply.of(501, "Names are UTF-8, without line ends and zero bytes.");
    }

    // @start region=answer
    private Reply answer(String line) throws IOException {
        int blank = line.indexOf(' ');
        String word = capitals(blank < 0 ? line : line.substring(0, blank));
        String argument = blank < 0 ? "" : line.substring(blank + 1);
        if (word.equals("SITE") && !argument.isEmpty()) {
            int second = argument.indexOf(' ');
            word += " " + capitals(second < 0 ? argument : argument.substring(0, second));
            argument = second < 0 ? "" : argument.substring(second + 1);
        }
        Optional<Command> command = session.service.commands().find(word);
        if (command.isEmpty()) {
            Reply reply = Reply.of(500, "Command \"" + printable(word) + "\" not understood.");
            return HTTP.matcher(line).find() ? reply.then(session::quit) : reply;
        }
        Reply reply = answer(command.get(), argument);
        if (command.get().transfers() && reply.code() >= 400) {
            session.dtp.drop();
            session.restart =
                    command.get().lists() ? session.restart : 0; // it was meant for this one: RFC 3659 section 5.3
        }
        return reply;
    }

    private Reply answer(Command command, String argument) throws IOException {
        if (command.login() && session.user.isEmpty()) {
            return Reply.of(530, "Log in with USER and PASS first.");
        } else if (command.argument() == Command.Argument.NEEDED && argument.isEmpty()) {
            return Reply.of(501, "Syntax error: command needs an argument.");
        } else if (command.argument() == Command.Argument.NONE && !argument.isEmpty()) {
            return Reply.of(501, "Syntax error: command does not accept arguments.");
        } else if (!Rights.suffice(session, command, argument)) {
            return Reply.of(550, "Not enough privileges.");
        }
        Optional<Reply> hindrance = Cover.hindrance(session, command)
                .or(() -> command.transfers() ? Transfers.hindrance(session) : Optional.empty());
        if (hindrance.isPresent()) {
            session.restart = 0;
            return hindrance.get();
        }
        try {
            return command.handler().handle(session, argument);
        } catch (IOException e) {
            return Reply.of(550, Reason.of(e));
        } catch (RuntimeException e) { // a fault of ours: the client has to know, and so has whoever reads the log
            LOG.log(System.Logger.Level.ERROR, command.name() + " failed", e);
            return Reply.of(451, "Requested action aborted: local error in processing.");
        }
    }
    // @end

    /** Only of ASCII's letters: the capital of a long s would be an S, and no command of a browser's is ours. */
    private static String capitals(String word) {
        return word.chars().allMatch(c -> c < 128) ? word.toUpperCase(Locale.ROOT) : word;
    }

    /** What a client has sent, as far as it is harmless to send back. */
    private static String printable(String text) {
        return text.length() > 100 || text.chars().anyMatch(c -> c < ' ' || c == 127) ? "?" : text;
    }
}
