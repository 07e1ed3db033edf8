package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import netlessons.testkit.FaultProxy;
import netlessons.testkit.Lesson;
import netlessons.testkit.NetworkFaults;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/** Programs that other people wrote, as Debian packages them, fetch from the lesson and send to it. */
@NeedsDocker
class RealClientsContainerIT {
    @Container
    static final Peer CLIENTS = Peer.withPackages(
                    "curl",
                    "wget",
                    "lftp",
                    "rclone",
                    "aria2",
                    "python3-requests",
                    "unzip",
                    "p7zip-full",
                    "libarchive-tools")
            .withEnv("LANG", "C.UTF-8"); // for names of files

    private static final List<String> TREE = List.of(
            "./large.bin",
            "./notes.txt",
            "./pictures/50% & more #1.txt",
            "./pictures/Grüße aus Köln.txt",
            "./pictures/old ones/it's.txt");

    @TempDir
    Path folder;

    private Lesson.Running server;
    private FaultProxy relay;
    /** A new folder of the container for each test, where its commands run. */
    private String here;

    @BeforeEach
    void start() throws IOException {
        here = CLIENTS.exec("mktemp", "-d").expectSuccess().strip();
        byte[] large = new byte[6 << 20];
        new Random(1).nextBytes(large);
        Files.createDirectories(folder.resolve("pictures/old ones"));
        for (String name : TREE) {
            Files.writeString(folder.resolve(name), "this is " + name + "\n");
        }
        Files.write(folder.resolve("large.bin"), large);
        serve("--upload");
    }

    /** Under a name, which the server has to know. */
    private void serve(String... options) throws IOException {
        stop();
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--name";
        all[options.length + 1] = Peer.HOST;
        server = new ShareLesson().start(folder, List.of(all));
        relay = FaultProxy.start(server.address(), CLIENTS.bindAddress(), (connection, way) -> NetworkFaults.NONE);
    }

    @AfterEach
    void stop() throws IOException {
        if (relay != null) {
            relay.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Runs a script in the container, with the address of the shared folder, which ends in a slash, as $url. */
    private String shell(String script) {
        String url = "http://" + Peer.HOST + ":" + relay.port() + "/";
        return CLIENTS.exec("bash", "-ec", "set -o pipefail; cd " + here + "; url=" + url + "\n" + script)
                .expectSuccess();
    }

    /** The files that the script has brought into this folder of the container, with the right bytes in them. */
    private List<String> brought(String folder) {
        String sums = shell("cd " + folder + " && find . -type f | LC_ALL=C sort | while IFS= read -r f; do"
                + " sha256sum < \"$f\" | cut -c1-64; printf '%s\\n' \"$f\"; done");
        List<String> lines = sums.lines().toList();
        return IntStream.range(0, lines.size() / 2)
                .filter(i -> lines.get(2 * i).equals(sum(this.folder.resolve(lines.get(2 * i + 1)))))
                .mapToObj(i -> lines.get(2 * i + 1))
                .toList();
    }

    private static String sum(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException | NoSuchAlgorithmException e) {
            return "none: " + e;
        }
    }

    @Test
    @DisplayName("curl fetches parts, resumes, asks again whether a file has changed, and saves it under its name")
    void curlFetches() {
        assertThat(shell("curl -sS -r 5-6 $url'notes.txt'; curl -sS -r -4 $url'notes.txt'"))
                .isEqualTo("istxt\n");
        assertThat(shell("curl -sS -r 0-3999999 -o large.bin $url'large.bin' && curl -sS -C - -O $url'large.bin'"))
                .isEmpty();
        assertThat(shell("curl -sS --etag-save tag -o /dev/null $url'notes.txt' && curl -sS --etag-compare tag"
                        + " -o /dev/null -w '%{http_code}' $url'notes.txt'"))
                .isEqualTo("304");
        assertThat(shell("curl -sS -OJ $url'pictures/Gr%C3%BC%C3%9Fe%20aus%20K%C3%B6ln.txt?download' && ls"))
                .contains("large.bin");
        assertThat(shell("curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' $url'pictures'"))
                .startsWith("301 ")
                .endsWith("/pictures/");
        assertThat(brought(".")).contains("./large.bin");
    }

    @ParameterizedTest(name = "curl {0}")
    @ValueSource(strings = {"-T up.bin", "-T - < up.bin", "-T up.bin -H Expect:\\ 100-continue", "-T up.bin --http1.0"})
    @DisplayName("curl puts a file")
    void curlPuts(String how) throws IOException {
        assertThat(shell("head -c 900000 /dev/urandom > up.bin; curl -sS -w '%{http_code}' -o /dev/null"
                        + " $url'new/deep/up.bin' " + how))
                .isEqualTo("201");
        assertThat(shell("sha256sum < up.bin")).startsWith(sum(folder.resolve("new/deep/up.bin")));
    }

    @Test
    @DisplayName("curl sends a form with two files and a name that is not ASCII")
    void curlForm() {
        assertThat(shell("head -c 900000 /dev/urandom > a.bin; echo ü > ü.txt; curl -sS -w ' %{http_code}'"
                        + " -F file=@a.bin -F file=@ü.txt $url'pictures/'"))
                .contains("\"a.bin\"")
                .endsWith(" 201");
        assertThat(folder.resolve("pictures/ü.txt")).hasContent("ü\n");
        assertThat(shell("sha256sum < a.bin")).startsWith(sum(folder.resolve("pictures/a.bin")));
    }

    @Test
    @DisplayName("curl logs in, with a colon and a letter that is not ASCII in the password (attack 39)")
    void curlLogsIn() throws IOException {
        serve("--upload", "--user", "ada:sec:rét:read", "--user", ":drop:upload");
        String code = "curl -sS -o /dev/null -w '%{http_code} ' ";
        assertThat(shell(code + "$url; " + code + "-u ada:wrong $url; " + code + "-u ada:sec:rét $url; " + code
                        + "--anyauth -u ada:sec:rét $url; echo 1 > f; " + code + "-u ada:sec:rét -T f $url; " + code
                        + "-u :drop -T f $url"))
                .isEqualTo("401 401 200 200 403 201 ");
    }

    @Test
    @DisplayName("wget takes the whole tree, following the links of the pages, and goes on with half a file")
    void wgetMirrors() {
        shell("wget -nv -r -np -nH --reject-regex '[?]' -R 'index.html*' -P tree $url 2>&1");
        assertThat(brought("tree")).isEqualTo(TREE);
        shell("cd tree && truncate -s 1000000 large.bin && wget -nv -c $url'large.bin' 2>&1");
        assertThat(brought("tree")).isEqualTo(TREE);
    }

    @Test
    @DisplayName("lftp lists and mirrors")
    void lftpMirrors() {
        assertThat(shell("lftp -c \"open $url; cls -1\"")).contains("notes.txt").contains("pictures/");
        // It takes each address in a page for a file or a folder, also that of the style sheet.
        shell("lftp -c \"set net:max-retries 2; open $url; mirror --parallel=2 -x '^.share/' . tree\"");
        assertThat(brought("tree")).isEqualTo(TREE);
    }

    @Test
    @DisplayName("rclone lists and copies, and a second copy has nothing to do")
    void rcloneCopies() {
        assertThat(shell("rclone lsf -R --files-only --http-url $url :http: | LC_ALL=C sort")
                        .lines()
                        .map("./"::concat))
                .isEqualTo(TREE);
        shell("rclone copy --retries 2 --http-url $url :http: tree");
        assertThat(brought("tree")).isEqualTo(TREE);
        assertThat(shell("rclone copy -v --http-url $url :http: tree 2>&1"))
                .containsPattern("There was nothing to transfer");
        assertThat(shell("echo 1 > f; rclone copy --retries 1 --http-url $url f :http: 2>&1 || echo refused"))
                .contains("refused");
        assertThat(folder.resolve("f")).doesNotExist();
    }

    @Test
    @DisplayName("aria2c fetches a file in four parts at once")
    void ariaFetchesParts() {
        shell("aria2c -q -x4 -s4 -k1M $url'large.bin'");
        assertThat(brought(".")).containsExactly("./large.bin");
        assertThat(relay.connections()).isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("Python's requests reads the list as JSON, sends a form, and streams both ways")
    void pythonRequests() {
        assertThat(shell("""
                        python3 - $url <<'END'
                        import io, requests, sys
                        url = sys.argv[1]
                        s = requests.Session()
                        entries = s.get(url + "pictures/", headers={"Accept": "application/json"}, timeout=30).json()["entries"]
                        for e in entries:
                            print(e["type"], e["name"], s.get(requests.compat.urljoin(url + "pictures/", e["href"]), timeout=30).status_code)
                        form = [("file", ("ä.txt", io.BytesIO(b"one"))), ("file", ("b.txt", io.BytesIO(b"two")))]
                        r = s.post(url, files=form, headers={"Accept": "application/json"}, timeout=30)
                        print(r.status_code, [f["name"] for f in r.json()["files"]])
                        r = s.put(url + "stream.bin", data=(b"x" * 65536 for i in range(64)), timeout=30)
                        print(r.status_code)
                        with s.get(url + "stream.bin", stream=True, timeout=30) as r:
                            print(sum(len(c) for c in r.iter_content(70000)))
                        END
                        """)).isEqualTo("""
                        folder old ones 200
                        file 50% & more #1.txt 200
                        file Grüße aus Köln.txt 200
                        201 ['ä.txt', 'b.txt']
                        201
                        4194304
                        """);
        assertThat(folder.resolve("ä.txt")).hasContent("one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unzip -q all.zip -d tree",
                "7z x -otree all.zip > log",
                "mkdir tree; bsdtar -xf all.zip -C tree",
                "python3 -m zipfile -e all.zip tree"
            })
    @DisplayName("the zip of a folder is read by everybody")
    void zip(String how) {
        shell("curl -sS -f -o all.zip $url'?zip'; " + how);
        assertThat(brought("tree")).isEqualTo(TREE);
    }
}
