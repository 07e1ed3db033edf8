package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.stream.Stream;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;

/** Other programs that other people wrote, as Debian packages them, fetch from the lesson and send to it. */
@NeedsDocker
class RealClientsContainerIT {
    @Container
    static final Peer CLIENTS = Peer.withPackages("ncftp", "python3").withEnv("LANG", "C.UTF-8"); // for names of files

    @TempDir
    Path folder;

    private ServedTree tree;

    @BeforeEach
    void start() throws IOException {
        tree = new ServedTree(CLIENTS, folder);
    }

    @AfterEach
    void stop() throws IOException {
        tree.close();
    }

    @Test
    @DisplayName("ncftp takes a tree, and brings it back; ncftpls lists")
    void ncftp() throws IOException {
        String who = "-u " + FtpLesson.USER + " -p " + FtpLesson.PASSWORD + " -P $port ";
        assertThat(tree.shell("ncftpls -1 " + who + "$guest | LC_ALL=C sort"))
                .isEqualTo("empty.txt\nlarge.bin\nnotes.txt\npictures\n");
        tree.shell("ncftpget -R " + who + "$host . /pictures; ncftpget " + who + "$host . /large.bin");
        assertThat(tree.brought("."))
                .isEqualTo(Stream.concat(Stream.of("./large.bin"), ServedTree.NAMES.subList(3, 6).stream())
                        .toList());
        tree.shell("ncftpput -R -m " + who + "$host /copy pictures large.bin");
        assertThat(tree.served("copy"))
                .containsExactly(
                        "./large.bin",
                        "./pictures/50% & more #1.txt",
                        "./pictures/Grüße aus Köln.txt",
                        "./pictures/old ones/it's.txt");
        assertThat(tree.read("copy/large.bin")).isEqualTo(tree.read("large.bin"));
    }

    @Test
    @DisplayName("Python's ftplib does all that it can")
    void python() throws IOException {
        try (RandomAccessFile huge = new RandomAccessFile(tree.path("huge.bin").toFile(), "rw")) {
            huge.setLength(1L << 30); // of holes; far more than the network keeps for somebody who does not read
        }
        assertThat(tree.shell("""
                        python3 - $host $port <<'END'
                        import ftplib, io, sys
                        ftp = ftplib.FTP(timeout=30, encoding='utf-8')
                        ftp.connect(sys.argv[1], int(sys.argv[2]))
                        print(ftp.login('user', '12345'))
                        print(sorted(ftp.nlst()))
                        print(sorted((name, facts['type']) for name, facts in ftp.mlsd(facts=['type', 'size'])))
                        lines = []
                        ftp.retrlines('RETR notes.txt', lines.append)
                        print(lines)
                        for passive in (True, False):
                            ftp.set_pasv(passive)
                            print(ftp.mkd('ü "x"'), ftp.cwd('ü "x"'), ftp.pwd())
                            ftp.voidcmd('TYPE I')
                            print(ftp.storbinary('STOR b', io.BytesIO(b'0123456789' * 100000)), ftp.size('b'))
                            got = io.BytesIO()
                            ftp.retrbinary('RETR b', got.write, rest=999995)
                            print(got.getvalue())
                            ftp.storbinary('STOR b', io.BytesIO(b'ab'), rest=4)
                            ftp.storlines('STOR lines', io.BytesIO(b'one\\ntwo\\n'))
                            ftp.voidcmd('TYPE I')
                            print(ftp.size('lines'), ftp.rename('b', 'c'), ftp.delete('c'), ftp.delete('lines'))
                            print(ftp.cwd('..'), ftp.rmd('ü "x"'))
                        with ftp.transfercmd('RETR huge.bin') as data:
                            data.recv(1000)
                            print(ftp.abort()[:3], ftp.voidresp()[:3])
                        try:
                            ftp.cwd('none')
                        except ftplib.error_perm as e:
                            print(e)
                        print(ftp.quit())
                        END
                        """)).isEqualTo("""
                        230 Login successful.
                        ['empty.txt', 'huge.bin', 'large.bin', 'notes.txt', 'pictures']
                        [('empty.txt', 'file'), ('huge.bin', 'file'), ('large.bin', 'file'), ('notes.txt', 'file'), ('pictures', 'dir')]
                        ['this is ./notes.txt']
                        /ü "x" 250 "/ü "x"" is the current directory. /ü "x"
                        226 Transfer complete. 1000000
                        b'56789'
                        8 250 Renaming ok. 250 File removed. 250 File removed.
                        250 "/" is the current directory. 250 Directory removed.
                        /ü "x" 250 "/ü "x"" is the current directory. /ü "x"
                        226 Transfer complete. 1000000
                        b'56789'
                        8 250 Renaming ok. 250 File removed. 250 File removed.
                        250 "/" is the current directory. 250 Directory removed.
                        426 226
                        550 No such file or directory.
                        221 Goodbye.
                        """);
    }
}
