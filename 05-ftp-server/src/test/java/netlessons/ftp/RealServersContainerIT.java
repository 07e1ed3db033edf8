package netlessons.ftp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import netlessons.testkit.Grade;
import netlessons.testkit.Report;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.images.builder.Transferable;

/**
 * The grader, graded by two servers that people run: vsftpd, and pyftpdlib, after which the lesson is made. What they do
 * otherwise is written down here, each with its reason. They share the machine's network, since FTP opens ports as it goes;
 * and tests for which a server must be started with other options are skipped; {@link CommandedServersContainerIT} has those.
 */
@NeedsDocker
final class RealServersContainerIT {
    /** The users are system users for vsftpd. They own the folder, whoever runs the tests. */
    private static final String VSFTPD = """
            set -e
            for user in user ann; do useradd -o -u "$OWNER" -d /served -s /bin/sh $user 2>/dev/null; done
            printf 'user:12345\\nann:secret\\n' | chpasswd
            printf 'auth required pam_unix.so nodelay\\naccount required pam_unix.so\\n' >/etc/pam.d/vsftpd
            mkdir -p /etc/users /var/run/vsftpd/empty
            echo write_enable=NO >/etc/users/ann
            cat >/etc/vsftpd.conf <<END
            listen=YES
            listen_address=127.0.0.1
            listen_port=$PORT
            background=NO
            pam_service_name=vsftpd
            secure_chroot_dir=/var/run/vsftpd/empty
            user_config_dir=/etc/users
            anonymous_enable=YES
            anon_root=/served
            anon_world_readable_only=NO
            local_enable=YES
            local_umask=022
            write_enable=YES
            chroot_local_user=YES
            allow_writeable_chroot=YES
            ascii_upload_enable=YES
            ascii_download_enable=YES
            delay_failed_login=0
            seccomp_sandbox=NO
            END
            exec vsftpd /etc/vsftpd.conf
            """;

    private static final String PYFTPDLIB = """
            import os
            from pyftpdlib.authorizers import DummyAuthorizer
            from pyftpdlib.filesystems import AbstractedFS
            from pyftpdlib.handlers import FTPHandler
            from pyftpdlib.servers import ThreadedFTPServer
            class Folders(AbstractedFS):
                # Its own way leads through the current folder of the process, which all threads share. If that is
                # a folder that a test has just deleted, every CWD of everybody ends with an error from then on.
                def chdir(self, path):
                    os.scandir(path).close()
                    self.cwd = self.fs2ftp(path)
            users = DummyAuthorizer()
            users.add_user("user", "12345", "/served", perm="elradfmwMT")
            users.add_user("ann", "secret", "/served", perm="elr")
            users.add_anonymous("/served")
            FTPHandler.authorizer = users
            FTPHandler.abstracted_fs = Folders
            FTPHandler.auth_failed_timeout = 0.1
            ThreadedFTPServer(("127.0.0.1", int(os.environ["PORT"])), FTPHandler).serve_forever()
            """;

    /**
     * Of both, now and then: two clients come to one port, and who is first is chance; pyftpdlib's port that nobody uses
     * lives on for a moment.
     */
    private static final Set<String> AS_IT_HAPPENS = Set.of(
            "a port takes one client, for one transfer",
            "QUIT with a data port that nobody uses ends the session at once");

    /** How the names of the tests begin that vsftpd 3.0.3 fails. */
    private static final Set<String> KNOWN_OF_VSFTPD = Set.of(
            // An empty line is no command for it, and gets no reply.
            "an empty line, too, and a line that begins with a blank",
            // It has none of RFC 3659's facts, and MFMT only under the name MDTM.
            "MLST tells the facts of one thing",
            "OPTS MLST chooses facts",
            "MLSD tells the facts of all",
            "MLSD of a file is refused",
            "SIZE of a file of 5 GiB", // which is asked of MLSD, too
            "behind the facts all is name",
            "the fact perm tells",
            "MFMT says when it was",
            "FEAT names what RFC 959 has not",
            "HELP tells which commands there are",
            // What a shell would make of a name, it does, too; and nothing found is a list with nothing in it.
            "a name is what it says, whatever it means elsewhere (cases 17c, 26e), \"\"~\"\"",
            "a file is no folder, and what is not there is none either", // CWD ~
            "there are no patterns",
            "what is not there cannot be listed",
            "STAT tells how things are",
            // An argument too much is overlooked; one too few is 550, 530 or 425, never 501.
            "a command that takes no argument refuses one",
            "a command that needs an argument refuses to go without",
            "USER without a name",
            "CWD alone leads to the root",
            "SITE HELP, SITE CHMOD",
            // 500 for a type that there is not, instead of 504; and the size in ASCII is that in binary.
            "TYPE: ASCII and binary",
            "in ASCII it would bring more",
            // Stage 3: 500, where 501 or 522 would say more.
            "without a name: 501 (case 36c)",
            "PORT with something else than six numbers",
            "EPRT that is not |protocol|address|port|",
            "EPRT of a protocol that there is not",
            "and of IPv6, if the client is there with IPv4",
            "the character around the parts of EPRT",
            "EPSV with something else is 501",
            // 150 comes when the client is at the data port, not before; what is refused leaves that open.
            "PASV tells an address and a port in one line",
            "EPSV tells the port only",
            "STOU tells the name before anybody has come",
            "after EPSV ALL there is EPSV only",
            "the last of PORT and PASV counts",
            "what is not there is 550, and the data connection is closed",
            // A file is written where it will be, from the first byte on, and sent as it is by then.
            "until the new one is whole, others get the old one",
            "two who send one name at the same time",
            "one that somebody appends to while it is got");

    /** The same for pyftpdlib 1.5.7. */
    private static final Set<String> KNOWN_OF_PYFTPDLIB = Set.of(
            // 550 for a time that there is not; no "TYPE A N"; nothing for OPTS UTF8 before version 2.2.
            "MFMT says when it was",
            "TYPE: ASCII and binary",
            "OPTS UTF8 ON is taken",
            // A transfer for which there is no data connection is begun, and waits for ever.
            "a command that transfers, and no data connection asked for",
            "PORT with something else than six numbers",
            "EPRT that is not |protocol|address|port|",
            "a port where nobody listens",
            "ABOR after PASV closes the data port",
            // A data connection whose transfer was refused is kept for the next one.
            "what is not there is 550, and the data connection is closed",
            "what is refused leaves no connection open",
            "a refused transfer closes its data connection",
            // A file is written where it will be, from the first byte on; one that broke off is a success.
            "until the new one is whole, others get the old one",
            "two who send one name at the same time",
            "an upload that broke off",
            "or APPE does",
            "or all is sent once more",
            "one that resets that of STOR",
            "who closes the control connection takes the transfer with it",
            // The last CR of a text is lost.
            "also where CR and LF come apart",
            // 501 for a protocol that there is not, "use 1" without parentheses, and 220 for EPSV ALL.
            "EPSV 1 and EPSV 2",
            "EPRT of a protocol that there is not",
            "and of IPv6, if the client is there with IPv4",
            "after EPSV ALL there is EPSV only",
            // 230 after REIN; 501 for a MODE and a STRU that there are not.
            "REIN makes one nobody",
            "REIN logs out at once",
            "MODE S, STRU F, and no others",
            // An RNFR that fails leaves the one before as it was.
            "RNTO has to stand behind an RNFR that succeeded",
            // Of the commands that may come with Telnet's Synch, it knows only ABOR, STAT and QUIT.
            "STAT and NOOP may come like that",
            // What Python's int() takes for a number, it is for REST.
            "and nothing else: 501 (case 34), REST \"+1\"",
            "and nothing else: 501 (case 34), REST \"9",
            "and nothing else: 501 (case 34), REST \"\u0661\"",
            "REST and APPE contradict each other",
            // 225 where RFC 959 asks for 426 and 226; a second transfer takes the first one's place.
            "ABOR of a transfer to whose data port nobody has come yet",
            "a second transfer has to wait",
            "PASV during a transfer is for the next one",
            "and when this one is over, the next one uses it",
            "two transfers that were asked for together");

    @TempDir
    Path folder;

    @Test
    @DisplayName("vsftpd 3.0.3: stages 1 to 3")
    void vsftpd() throws Exception {
        Peer peer = Peer.withPackages("vsftpd").withCommand("sh", "-c", VSFTPD);
        // As process 1 it would be told of the end of processes that it does not know, and crash.
        peer.withCreateContainerCmdModifier(command -> command.getHostConfig().withInit(true));
        expectFailures(peer, Set.of(1, 2, 3), new KnownFailures(KNOWN_OF_VSFTPD, AS_IT_HAPPENS));
    }

    @Test
    @DisplayName("pyftpdlib 1.5.7: stages 1 to 5")
    void pyftpdlib() throws Exception {
        expectFailures(
                Peer.withPackages("python3-pyftpdlib")
                        .withCopyToContainer(Transferable.of(PYFTPDLIB), "/server.py")
                        .withCommand("python3", "-u", "/server.py")
                        .withCreateContainerCmdModifier(command -> command.withUser("" + owner())),
                Set.of(1, 2, 3, 4, 5),
                new KnownFailures(KNOWN_OF_PYFTPDLIB, AS_IT_HAPPENS));
    }

    private int owner() {
        try {
            return (Integer) Files.getAttribute(folder, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expectFailures(Peer peer, Set<Integer> stages, KnownFailures known) throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux"), "containers share the machine's network on Linux only");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        try (Peer server = peer.withEnv("PORT", "" + port)
                .withEnv("OWNER", "" + owner())
                .withNetworkMode("host")
                .withFileSystemBind(folder.toString(), "/served", BindMode.READ_WRITE)) {
            server.start();
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> listens(port));
            Callable<Report> grading = () -> Grade.run(
                    new SomeStages(stages),
                    Map.of(
                            "target",
                            "127.0.0.1:" + port,
                            "target.dir",
                            folder.toString(),
                            "target.timeout",
                            "3",
                            "stage.locked",
                            "false"));
            known.expectIn(grading.call(), grading);
        }
    }

    /**
     * None that the system gives to whoever wants any port, nor the kit or another test: until the server has started, somebody
     * else could have it.
     */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(32_000, 32_700);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == '2';
        }
    }
}
