package netlessons.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import netlessons.testkit.Grade;
import netlessons.testkit.Report;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.images.builder.Transferable;

/**
 * The grader, graded by a server that half the web runs on: what nginx does can hardly be called a fault. Stages 1, 4, 5,
 * 6 and 7 apply to it. Stages 2 and 3 do not: it has no /headers, sends no Allow, answers any method with its fixed
 * pages, and still speaks HTTP/0.9; and its echo, a second server behind the first one that gets the body in a header
 * field, is good for a few characters only.
 */
@NeedsDocker
class NginxContainerIT {
    private static final String CONFIGURATION = """
            events {}
            http {
              access_log off;
              client_header_timeout 4s;
              lingering_time 3s;
              lingering_timeout 1s;
              charset utf-8;
              charset_types text/html text/plain text/css text/javascript;
              types { text/html html; text/css css; text/javascript js; text/plain txt; application/json json; image/png png; }
              server {
                listen 80;
                absolute_redirect off;
                location = / { default_type text/html; return 200 "<!doctype html><title>Hi</title><h1>Welcome</h1>"; }
                location ~ ^/hello/(?<name>[^/]+)$ { default_type text/plain; return 200 "Hello, $name!\\n"; }
                location ~ /\\. { return 404; }
                location /files/ { alias /srv/; disable_symlinks on from=/srv/; }
                location = /echo {
                  proxy_pass http://127.0.0.1:81;
                  proxy_set_header X-Body $request_body;
                  proxy_set_header Content-Length "";
                  proxy_pass_request_body off;
                }
                location / { return 404; }
              }
              server {
                listen 127.0.0.1:81;
                default_type application/octet-stream;
                return 200 $http_x_body;
              }
            }
            """;

    private static final String CHUNK_END =
            "behind a chunk's data there is CR LF and nothing else: 400, then the connection is closed, ";
    private static final String CHUNK_SIZE =
            "a chunk size is hexadecimal digits and nothing else: 400, then the connection is closed, size ";
    private static final String SIZE_LINE =
            "the line of a chunk's size ends in CR LF, not in one of the two: 400, then the connection is closed, ";
    private static final String NOT_LAST = "chunked that is not the last coding leaves the end open: 400 (not 501), "
            + "then the connection is closed, Transfer-Encoding: ";
    private static final String HOST =
            "a Host that is no host name or address, with perhaps a port, is refused: 400, Host: ";
    private static final String ENDLESS = "what never ends is refused while it is still coming, ";

    /** What nginx 1.22 does otherwise, by the words of the tests. */
    private static final Set<String> KNOWN = Set.of(
            // Its echo takes no line ends, and not much.
            "a POST with its body and a GET in one write: the next request begins where the body ends",
            "a hundred clients send bodies at once, three times each, and everyone gets his own back",
            // 501, where RFC 9112 section 6.3 asks for 400.
            NOT_LAST + "\"chunked, gzip\"",
            NOT_LAST + "\"chunked, identity\"",
            // Its chunks may have white space behind the size, and lines that end in LF alone.
            CHUNK_SIZE + "\"5 \"",
            CHUNK_SIZE + "\"5\\t\"",
            CHUNK_END + "\"5\\r\\nhell\\r\\n0\\r\\n\\r\\n\"",
            CHUNK_END + "\"5\\r\\nhello\\n0\\r\\n\\r\\n\"",
            SIZE_LINE + "\"5\\nhello\\r\\n0\\r\\n\\r\\n\"",
            SIZE_LINE + "\"5;a\\nhello\\r\\n0\\r\\n\\r\\n\"",
            SIZE_LINE + "\"5\\r\\nhello\\r\\n0\\n\\r\\n\"",
            // It looks for a slash, spaces and control characters in Host, and lets the rest pass.
            HOST + "\"user@a\"",
            HOST + "\"a?b\"",
            HOST + "\"a#b\"",
            HOST + "\"a\\\\b\"",
            HOST + "\"<a>\"",
            HOST + "\"\\\"a\\\"\"",
            HOST + "\"a:b\"",
            HOST + "\"a:80:80\"",
            HOST + "\"a:-1\"",
            HOST + "\"[::1\"",
            HOST + "\"a\u00e9\"",
            // It throws them away as they come, however much that is.
            ENDLESS + "\"a chunk extension\"",
            ENDLESS + "\"a trailer section\"");

    /** What nginx passes or not, as it happens: how the names of these tests begin. */
    private static final List<String> BY_CHANCE = List.of(
            // A request becomes one of HTTP/0.9, "GET /h".
            "400 requests that are nearly right: ",
            // It closes in two steps only if more has come by then.
            "a client that is still sending can read why it was refused: ");

    @TempDir
    Path folder;

    @Test
    void passesTheStagesThatApply() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Peer nginx = Peer.withPackages("nginx-light")
                .withCopyToContainer(Transferable.of(CONFIGURATION), "/etc/nginx/nginx.conf")
                .withCommand("nginx", "-g", "daemon off;")
                .withFileSystemBind(folder.toString(), "/srv", BindMode.READ_ONLY)
                .withExposedPorts(80)) {
            nginx.start();
            Report report = Grade.run(
                    new WebserverLesson(),
                    Map.of(
                            "target",
                            nginx.getHost() + ":" + nginx.getMappedPort(80),
                            "target.dir",
                            folder.toString(),
                            "target.timeout",
                            "3",
                            "stage.locked",
                            "false"));
            Set<String> failures = report.stages().stream()
                    .filter(stage -> List.of(1, 4, 5, 6, 7).contains(stage.stage()))
                    .flatMap(stage -> stage.failures().stream())
                    .map(Report.Failure::test)
                    .filter(test -> BY_CHANCE.stream().noneMatch(test::startsWith))
                    .collect(Collectors.toSet());
            assertThat(failures).as(report.text()).isEqualTo(KNOWN);
        }
    }
}
