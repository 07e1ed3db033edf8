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
 * The grader, graded by a server that half the web runs on: what nginx does cannot be called a fault. Stages 1, 4, 5
 * and 6 apply to it. Stages 2 and 3 do not: it has no echo and no /headers, sends no Allow, answers any method with its
 * fixed pages, and still speaks HTTP/0.9.
 */
@NeedsDocker
class NginxContainerIT {
    private static final String CONFIGURATION = """
            events {}
            http {
              access_log off;
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
                location / { return 404; }
              }
            }
            """;

    /** By the words of the test: these need POST /echo, and nginx alone has nothing that gives a body back. */
    private static final Set<String> NEED_ECHO = Set.of(
            "a POST with its body and a GET in one write: the next request begins where the body ends",
            "one body does not leak into the next, shorter one",
            "a hundred clients send bodies at once, three times each, and everyone gets his own back");

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
                    .filter(stage -> List.of(1, 4, 5, 6).contains(stage.stage()))
                    .flatMap(stage -> stage.failures().stream())
                    .map(Report.Failure::test)
                    .collect(Collectors.toSet());
            assertThat(failures).as(report.text()).isEqualTo(NEED_ECHO);
        }
    }
}
