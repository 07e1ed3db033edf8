package netlessons.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import netlessons.testkit.Grade;
import netlessons.testkit.Lesson;
import netlessons.testkit.Report;
import netlessons.testkit.containers.NeedsDocker;
import netlessons.testkit.containers.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.BindMode;
import org.testcontainers.images.builder.Transferable;

/**
 * The grader, graded by servers that half the web runs on: what they do with files, ranges and conditions can hardly be
 * called a fault. What they do otherwise is written down here, each with its reason.
 */
@NeedsDocker
final class RealServersContainerIT {
    private static final String NGINX = """
            events {}
            http {
              access_log off;
              charset utf-8;
              charset_types text/html;
              types { text/html html; text/plain txt; application/json json; image/png png; image/jpeg jpg;
                      application/pdf pdf; }
              default_type application/octet-stream;
              server {
                listen 80;
                root /srv;
                autoindex on;
                absolute_redirect off;
                add_header X-Content-Type-Options nosniff always;
                location ~ /\\. { return 404; }
              }
            }
            """;

    private static final String CADDY = """
            {
              admin off
              auto_https off
            }
            :80 {
              root * /srv
              header X-Content-Type-Options nosniff
              file_server browse {
                hide .*
              }
            }
            """;

    private static final String OPTIONS =
            "OPTIONS says in Allow what can be done, and a method that nobody knows is refused";

    /** Both have the file's time in seconds in their tags: two versions within one are alike, else they are not. */
    private static final String AS_IT_HAPPENS =
            "a file that has changed has another ETag, also if it is as long as before";

    /** OPTIONS gets a 405 without Allow. */
    private static final Set<String> KNOWN_OF_NGINX = Set.of(OPTIONS);

    /** OPTIONS gets the file itself. */
    private static final Set<String> KNOWN_OF_CADDY = Set.of(
            OPTIONS,
            // "-0" is an empty part for it, at the very end.
            "a range that begins behind the end: 416, and how long the file is (attack 44)",
            "an empty file has no part: 416, or all of nothing (attack 44)",
            // "+1-2" is 1-2.
            "a range that makes no sense, or another unit: the whole file, or a refusal; never another piece (attack 44)");

    /** Stages 1 and 2, as far as they are about files: lists in JSON, search and archives no other server has alike. */
    private record Files1And2() implements Lesson {
        @Override
        public String chapter() {
            return new ShareLesson().chapter();
        }

        @Override
        public List<Class<?>> stages() {
            return List.of(Stage1ListingIT.class, Stage2ConditionsIT.class, Stage2RangesIT.class);
        }
    }

    @TempDir
    Path folder;

    @Test
    @DisplayName("nginx")
    void nginx() throws Exception {
        expectFailures("nginx-light", NGINX, "/etc/nginx/nginx.conf", KNOWN_OF_NGINX, "nginx", "-g", "daemon off;");
    }

    @Test
    @DisplayName("Caddy")
    void caddy() throws Exception {
        expectFailures(
                "caddy",
                CADDY,
                "/etc/caddy/Caddyfile",
                KNOWN_OF_CADDY,
                "caddy",
                "run",
                "--config",
                "/etc/caddy/Caddyfile");
    }

    private void expectFailures(
            String debianPackage, String configuration, String file, Set<String> known, String... command)
            throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Peer server = Peer.withPackages(debianPackage)
                .withCopyToContainer(Transferable.of(configuration), file)
                .withCommand(command)
                .withFileSystemBind(folder.toString(), "/srv", BindMode.READ_ONLY)
                .withExposedPorts(80)) {
            server.start();
            Report report = Grade.run(
                    new Files1And2(),
                    Map.of(
                            "target",
                            server.getHost() + ":" + server.getMappedPort(80),
                            "target.dir",
                            folder.toString(),
                            "stage.locked",
                            "false"));
            Set<String> failures = report.stages().stream()
                    .flatMap(stage -> stage.failures().stream())
                    .map(Report.Failure::test)
                    .filter(test -> !test.equals(AS_IT_HAPPENS))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(failures).as(report.text()).isEqualTo(known);
        }
    }
}
