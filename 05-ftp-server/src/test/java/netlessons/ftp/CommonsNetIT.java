package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import netlessons.testkit.Lesson;
import netlessons.testkit.origin.Certificates;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.util.TrustManagerUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client that Java programs use: Commons Net. It reads lists and replies in its own way, not in the kit's. */
@Timeout(60)
class CommonsNetIT {
    private static final String TEXT = "hello\r\nworld\r\n";

    @TempDir
    Path folder;

    @TempDir
    private Path keys;

    private final byte[] large = new byte[3 << 20];
    private Lesson.Running server;

    @BeforeEach
    void start() throws Exception {
        new Random(1).nextBytes(large);
        Files.createDirectories(folder.resolve("d/Grüße aus Köln"));
        Files.write(folder.resolve("large.bin"), large);
        Files.writeString(folder.resolve("d/a.txt"), "hello\nworld\n");
        String store = Certificates.make(keys, "ip:127.0.0.1").store().toString();
        List<String> options = new ArrayList<>(new FtpLesson().options());
        options.addAll(List.of("--tls", store, "--tls-password", "changeit"));
        server = new FtpLesson().start(folder, options);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private <T extends FTPClient> T open(T client) throws IOException {
        client.setControlEncoding(StandardCharsets.UTF_8);
        FTPClientConfig lists = new FTPClientConfig(FTPClientConfig.SYST_UNIX);
        lists.setServerTimeZoneId("UTC"); // else it takes them to be in the time of this machine
        client.configure(lists);
        client.setConnectTimeout(10_000);
        client.setDefaultTimeout(10_000);
        client.setDataTimeout(Duration.ofSeconds(10));
        client.connect(server.address().getAddress(), server.address().getPort());
        assertThat(FTPReply.isPositiveCompletion(client.getReplyCode())).isTrue();
        assertThat(client.login(FtpLesson.USER, FtpLesson.PASSWORD)).isTrue();
        assertThat(client.setFileType(FTP.BINARY_FILE_TYPE)).isTrue();
        return client;
    }

    private static byte[] retrieve(FTPClient client, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(client.retrieveFile(name, bytes)).as(client.getReplyString()).isTrue();
        return bytes.toByteArray();
    }

    private static InputStream bytes(byte... bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** How it makes data connections. */
    private enum Mode {
        PASSIVE,
        EXTENDED_PASSIVE,
        ACTIVE;

        void enter(FTPClient client) {
            if (this == ACTIVE) {
                client.enterLocalActiveMode();
            } else {
                client.enterLocalPassiveMode();
                client.setUseEPSVwithIPv4(this == EXTENDED_PASSIVE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("files go and come, whole and in parts; lists are understood")
    void mode(Mode mode) throws IOException {
        FTPClient client = open(new FTPClient());
        mode.enter(client);
        assertThat(retrieve(client, "large.bin")).isEqualTo(large);
        assertThat(client.storeFile("up.bin", bytes(large))).isTrue();
        assertThat(folder.resolve("up.bin")).hasBinaryContent(large);
        client.setRestartOffset(large.length - 5);
        assertThat(retrieve(client, "large.bin")).isEqualTo(Arrays.copyOfRange(large, large.length - 5, large.length));
        assertThat(client.appendFile("up.bin", bytes((byte) 1, (byte) 2))).isTrue();
        assertThat(client.getSize("up.bin")).isEqualTo("" + (large.length + 2));
        assertThat(client.storeUniqueFile(bytes((byte) 3))).isTrue();
        client.setFileType(FTP.ASCII_FILE_TYPE);
        assertThat(retrieve(client, "d/a.txt")).asString().isEqualTo(TEXT.replace("\r\n", System.lineSeparator()));
        assertThat(client.listNames("d")).containsExactlyInAnyOrder("a.txt", "Grüße aus Köln");
        assertThat(client.logout()).isTrue();
        client.disconnect();
    }

    @Test
    @DisplayName("LIST and MLSD say the same of a file: name, kind, size, time")
    void lists() throws IOException {
        Files.setLastModifiedTime(folder.resolve("d/a.txt"), FileTime.from(Instant.parse("2020-01-02T00:00:00Z")));
        FTPClient client = open(new FTPClient());
        client.enterLocalPassiveMode();
        for (FTPFile[] list : new FTPFile[][] {client.listFiles("d"), client.mlistDir("d")}) {
            assertThat(list).extracting(FTPFile::getName).containsExactlyInAnyOrder("a.txt", "Grüße aus Köln");
            FTPFile file =
                    Arrays.stream(list).filter(FTPFile::isFile).findFirst().orElseThrow();
            assertThat(file.getSize()).isEqualTo(12);
            assertThat(file.getTimestampInstant()).isEqualTo(Instant.parse("2020-01-02T00:00:00Z"));
        }
        assertThat(client.mlistFile("large.bin").getSize()).isEqualTo(large.length);
        assertThat(client.mdtmInstant("d/a.txt")).isEqualTo(Instant.parse("2020-01-02T00:00:00Z"));
        assertThat(client.hasFeature("MLST")).isTrue();
        assertThat(client.getSystemType()).startsWith("UNIX");
        assertThat(client.getStatus()).contains("Logged in as: user");
        client.disconnect();
    }

    @Test
    @DisplayName("folders are made, entered, left, removed; files renamed, deleted, dated; a download is aborted")
    void changes() throws IOException {
        FTPClient client = open(new FTPClient());
        client.enterLocalPassiveMode();
        assertThat(client.makeDirectory("n\"q\" ü")).isTrue();
        assertThat(client.changeWorkingDirectory("n\"q\" ü")).isTrue();
        assertThat(client.printWorkingDirectory()).isEqualTo("/n\"q\" ü");
        assertThat(client.changeToParentDirectory()).isTrue();
        assertThat(client.removeDirectory("n\"q\" ü")).isTrue();
        assertThat(client.rename("d/a.txt", "b.txt")).isTrue();
        assertThat(client.setModificationTime("b.txt", "20210304050607")).isTrue();
        assertThat(client.sendSiteCommand("CHMOD 600 b.txt")).isTrue();
        assertThat(client.deleteFile("b.txt")).isTrue();
        assertThat(client.deleteFile("b.txt")).isFalse();
        assertThat(client.getReplyCode()).isEqualTo(550);
        try (InputStream in = client.retrieveFileStream("large.bin")) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
        }
        assertThat(client.completePendingCommand()).isIn(true, false); // it closed early: 426, or all had gone
        assertThat(client.sendNoOp()).isTrue();
        assertThat(client.reinitialize()).isTrue();
        client.disconnect();
    }

    @Test
    @DisplayName("under TLS, too")
    void secure() throws IOException {
        FTPSClient client = new FTPSClient();
        client.setTrustManager(TrustManagerUtils.getAcceptAllTrustManager());
        open(client).enterLocalPassiveMode();
        client.execPBSZ(0);
        client.execPROT("P");
        assertThat(client.storeFile("up.bin", bytes(large))).isTrue();
        assertThat(retrieve(client, "up.bin")).isEqualTo(large);
        assertThat(client.listNames()).contains("up.bin");
        client.disconnect();
    }
}
