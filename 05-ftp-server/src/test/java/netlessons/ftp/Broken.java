package netlessons.ftp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import netlessons.testkit.Lesson;

/**
 * The lesson with one fault of the kind that first programs have: the grader must find it, at its stage and nowhere else.
 * What is wrong on the wire is wrong with the server that most tests share; those with other options are the lesson's.
 */
enum Broken implements Lesson {
    /** println, on Unix. */
    HALF_LINE_ENDS(1, () -> new Between.Fault() {
        @Override
        String toClient(String line) {
            return line.replace("\r\n", "\n");
        }
    }),

    /** A quote in a name ends it, for who reads the 257. */
    QUOTES_AS_THEY_ARE(2, () -> new Between.Fault() {
        @Override
        String toClient(String line) {
            return line.startsWith("257 ") ? line.replace("\"\"", "\"") : line;
        }
    }),

    /** It knows where it listens: everywhere. */
    UNSPECIFIED_ADDRESS(3, () -> new Between.Fault() {
        @Override
        String toClient(String line) {
            return line.startsWith("227 ") ? line.replace("127,0,0,1", "0,0,0,0") : line;
        }
    }),

    /** Clients have to come to it. */
    PASSIVE_ONLY(3, () -> new Between.Fault() {
        @Override
        String toServer(String line) {
            return line.matches("(PORT|EPRT) .+\r\n") ? "X" + line : line;
        }
    }),

    /** Who may write may delete as well: it is the same for the system. */
    WRITERS_DELETE(4, Set.of()) {
        @Override
        String heeded(String word) {
            return word.replaceFirst("^([^:]+:[^:]+:[a-zM]*w)", "$1d");
        }
    },

    /** What is said during a transfer is heard when it is over: ABOR, too. */
    ONE_THING_AT_A_TIME(5, () -> new Between.Fault() {
        private boolean busy;

        @Override
        synchronized String toServer(String line) throws InterruptedException {
            while (busy) {
                wait();
            }
            return line;
        }

        @Override
        synchronized String toClient(String line) {
            busy = line.startsWith("1");
            notifyAll();
            return line;
        }

        @Override
        synchronized void ended() {
            busy = false;
            notifyAll();
        }
    }),

    /** REST is answered as it should be, and forgotten. */
    BEGINS_ANEW(5, () -> new Between.Fault() {
        @Override
        String toServer(String line) {
            return line.replaceFirst("^REST \\d{1,18}\r\n$", "REST 0\r\n");
        }
    }),

    /** Whoever comes is let in. */
    NO_LIMIT(6, Set.of("--max-connections", "--max-connections-per-ip")),

    /** Behind a router, it tells clients an address at which nobody finds it. */
    NO_MASQUERADE(6, Set.of("--masquerade-address")),

    /** The password is safe, and the files are not: PROT P is answered with 200, and data comes in the clear. */
    HALF_COVERED(7, Set.of("--tls", "--tls-password", "--tls-implicit")),

    /** What ends a line for Java's BufferedReader ends a command. */
    ANY_LINE_END(8, () -> new Between.Fault() {
        @Override
        String toServer(String line) {
            return line.replaceAll("\r\n|\r|\n", "\r\n");
        }
    });

    private final int stage;
    private final Optional<Supplier<Between.Fault>> fault;
    private final Set<String> overlooked;

    Broken(int stage, Supplier<Between.Fault> fault) {
        this(stage, Optional.of(fault), Set.of());
    }

    /** @param overlooked options that it does not heed, nor their values */
    Broken(int stage, Set<String> overlooked) {
        this(stage, Optional.empty(), overlooked);
    }

    Broken(int stage, Optional<Supplier<Between.Fault>> fault, Set<String> overlooked) {
        this.stage = stage;
        this.fault = fault;
        this.overlooked = overlooked;
    }

    /** The stage that must fail. */
    int stage() {
        return stage;
    }

    /** What it makes of an option, or of its value. */
    String heeded(String word) {
        return word;
    }

    @Override
    public String chapter() {
        return new FtpLesson().chapter();
    }

    /** Behind stage 6, without the tests that wait most: they are not about the server that most tests share. */
    @Override
    public List<Class<?>> stages() {
        return new FtpLesson()
                .stages().stream()
                        .filter(type -> stage <= 6 || type != Stage6TimeoutsIT.class)
                        .toList();
    }

    @Override
    public List<String> options() {
        return new FtpLesson().options();
    }

    @Override
    public Running start(Path dir) throws IOException {
        return start(dir, options());
    }

    @Override
    public Running start(Path dir, List<String> options) throws IOException {
        List<String> heeded = new ArrayList<>();
        Optional<SSLContext> tls = Optional.empty();
        for (Iterator<String> words = options.iterator(); words.hasNext(); ) {
            String word = words.next();
            if (!overlooked.contains(word)) {
                heeded.add(heeded(word));
            } else if (!word.equals("--tls-implicit")) {
                String value = words.next();
                tls = word.equals("--tls")
                        ? Optional.of(Tls.open(Path.of(value), SecureFtp.STORE_PASSWORD.toCharArray()))
                        : tls;
            }
        }
        Running server = new FtpLesson().start(dir, heeded);
        boolean faulty = tls.isPresent() || fault.isPresent() && options.equals(options());
        return faulty ? before(server, fault.orElse(Between.Fault::new), tls) : server;
    }

    private static Running before(Running server, Supplier<Between.Fault> fault, Optional<SSLContext> tls)
            throws IOException {
        Between between = new Between(server.address(), fault, tls);
        return Running.of(between.address(), () -> {
            between.close();
            server.close();
        });
    }
}
