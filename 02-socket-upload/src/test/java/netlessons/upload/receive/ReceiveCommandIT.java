package netlessons.upload.receive;

import static netlessons.upload.receive.TestSender.ascii;
import static netlessons.upload.receive.TestSender.begin;
import static netlessons.upload.receive.TestSender.data;
import static netlessons.upload.receive.TestSender.eager;
import static netlessons.upload.receive.TestSender.end;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Message;
import netlessons.upload.text.Seconds;
import netlessons.upload.text.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a student meets it: a process, its words, its exit status. */
@Timeout(90)
class ReceiveCommandIT {
    @TempDir
    Path folder;

    private record Ended(int status, List<String> lines) {}

    private static Ended run(String... options) throws Exception {
        try (ReceiveProgram program = ReceiveProgram.start(List.of(), options)) {
            List<String> lines = program.lines().toList();
            return new Ended(program.exitStatus(), lines);
        }
    }

    private ReceiveProgram start(String... options) throws IOException {
        String[] all =
                java.util.Arrays.copyOf(new String[] {"--dir", folder.toString(), "--port", "0"}, 4 + options.length);
        System.arraycopy(options, 0, all, 4, options.length);
        return ReceiveProgram.start(List.of(), all);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // destroy is no SIGTERM there
    void receivesSaysSoAndStopsOnSigterm() throws Exception {
        try (ReceiveProgram program = start()) {
            try (TestSender sender = TestSender.greeted(program.address())) {
                sender.say(eager("größe.txt", 5), data(0, ascii("hello")), end(ascii("hello")));
                sender.isCommitted("größe.txt", false);
                assertThat(program.line()).isEqualTo("Received größe.txt (5 bytes) from 127.0.0.1");
                sender.say(eager("größe.txt", 5), data(0, ascii("hello")), end(ascii("hello")));
                sender.isCommitted("größe.txt", true);
                assertThat(program.line()).isEqualTo("Had größe.txt (5 bytes) from 127.0.0.1");
                sender.say(begin("open", 2)).isReady(0);
                sender.say(data(0, ascii("a")), Message.Signal.PING).isPong();
                program.interrupt();
                sender.say(data(1, ascii("b")), end(ascii("ab"))).isCommitted("open", false);
            }
            assertThat(program.line()).startsWith("Received open");
            assertThat(program.line()).isEqualTo("Stopped.");
            assertThat(program.exitStatus()).isZero();
        }
    }

    @Test
    void aMissingFolderIsMade() throws Exception {
        Path made = folder.resolve("made");
        try (ReceiveProgram program = ReceiveProgram.start(List.of(), "--port=0", "--dir", made.toString())) {
            assertThat(program.line()).contains("(files go to " + made.toRealPath() + "; ");
        }
        assertThat(made).isEmptyDirectory();
    }

    @Test
    void whatCannotStartSaysWhyInOneLine() throws Exception {
        String file = Files.writeString(folder.resolve("file"), "").toString();
        String dir = folder.toString();
        assertThat(run("--dir", file))
                .isEqualTo(new Ended(1, List.of(file + " is no folder. Choose another with --dir DIR.")));
        String nowhere = folder.resolve("no/where").toString();
        assertThat(run("--dir", nowhere))
                .isEqualTo(new Ended(
                        1, List.of("The folder " + nowhere + " cannot be made. Choose another with --dir DIR.")));
        assertThat(run("--dir", dir, "--host", "192.0.2.1", "--port", "0")) // RFC 5737: nobody's
                .isEqualTo(
                        new Ended(
                                1,
                                List.of(
                                        "This machine does not have the address 192.0.2.1. Choose another with --host ADDRESS.")));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(other.getLocalPort());
            Ended ended = run("--dir", dir, "--port", port);
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.lines()).hasSize(1);
            assertThat(ended.lines().get(0)).startsWith("Port " + port + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void wrongUsageIsStatus2() throws Exception {
        String dir = folder.toString();
        assertThat(run().status()).isEqualTo(2);
        assertThat(run("--dir", dir, "--prot", "1"))
                .isEqualTo(new Ended(2, List.of("There is no option --prot. Run with --help to see all options.")));
        assertThat(run("--dir", dir, "--port", "65536").status()).isEqualTo(2);
        assertThat(run("--dir", dir, "--on-conflict", "ask").status()).isEqualTo(2);
        assertThat(run("--dir", dir, "--quota", "lots").lines().get(0))
                .contains("is not a size such as 500, 64K or 10G");
        assertThat(run("--dir", dir, "--idle-timeout", "soon").lines().get(0)).contains("is not a number of seconds");
        assertThat(run("--dir", dir, "--max-name", "100").lines().get(0)).contains("Names have");
        assertThat(run("--dir", dir, "--max-connections", "0").lines().get(0))
                .startsWith("--max-connections is 1 or more. ");
        assertThat(run("--dir", dir, "--grace", "999999d").lines().get(0)).contains("'999999d' is more than a year");
    }

    @Test
    void limitsAreObeyed() throws Exception {
        try (ReceiveProgram program = start(
                        "--quota=1K",
                        "--idle-timeout=7.5",
                        "--max-data=64K",
                        "--max-name=255",
                        "--hidden",
                        "--max-file=2T",
                        "--on-conflict=rename");
                TestSender sender = new TestSender(program.address())) {
            sender.preamble();
            assertThat(sender.answer()).isEqualTo(new Message.Limits(255, 64 << 10, 2L << 40, 7500));
            sender.say(begin("x", 1025)).isRejected(Code.QUOTA);
            sender.say(eager(".x", 0), end()).isCommitted(".x", false);
            sender.say(eager(".netlessons-x", 0), end()).isRejected(Code.BAD_NAME);
            sender.say(eager(".x", 1), data(0, ascii("a")), end(ascii("a"))).isCommitted(".x (1)", false);
        }
    }

    @Test
    void zeroIsNoLimitAndNoLogIsSilent() throws Exception {
        try (ReceiveProgram program = start("--quota=0", "--max-file=0", "--max-connections-per-ip=0", "--log=none");
                TestSender sender = new TestSender(program.address())) {
            sender.preamble();
            assertThat(((Message.Limits) sender.answer()).file()).isEqualTo(Long.MAX_VALUE);
            sender.say(eager("x", 1), data(0, ascii("a")), end(ascii("a"))).isCommitted("x", false);
            program.interrupt();
            assertThat(program.line()).isEqualTo("Stopped.");
        }
    }

    @Test
    void helpNamesEveryOptionAndItsDefault() throws Exception {
        Ended help = run("--help");
        assertThat(help.status()).isZero();
        assertThat(String.join(" ", help.lines()).replaceAll(" +", " "))
                .contains("--dir", "--host", "--port", "6542", "--on-conflict", "reject, rename, replace", "--quota")
                .contains("--min-free", "--max-connections-per-ip", "--keep-parts", "24h", "Exit status");
    }

    @Test
    void unitsAreUnderstood() {
        Size size = new Size();
        assertThat(size.convert("0")).isZero();
        assertThat(size.convert("5")).isEqualTo(5);
        assertThat(size.convert("3k")).isEqualTo(3072);
        assertThat(size.convert("8000T")).isEqualTo(8000L << 40);
        Seconds seconds = new Seconds();
        assertThat(seconds.convert("0.25")).hasMillis(250);
        assertThat(seconds.convert("1.5m")).hasSeconds(90);
        assertThat(seconds.convert("24h")).hasHours(24);
        assertThat(seconds.convert("7d")).hasDays(7);
    }
}
