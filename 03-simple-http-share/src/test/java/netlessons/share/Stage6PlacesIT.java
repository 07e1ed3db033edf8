package netlessons.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.Reply;
import netlessons.testkit.Rfc;
import netlessons.testkit.http.Form;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 6: files that want to be where something else is: links, folders, other files. */
@DisplayName("Stage 6: places of uploads")
final class Stage6PlacesIT extends Stage6Test {
    private static final String CONTENT = "evil";

    @BeforeEach
    void putSecret() throws IOException {
        raid.secret("-secret.txt");
    }

    @Test
    @Order(28)
    @DisplayName("through a link, or over one, nothing is written (attack 18)")
    void links() throws IOException {
        Path file = raid.secret("-other.txt");
        Path dir = raid.outside("-dir", null);
        raid.link("file.txt", file);
        raid.link("dir", dir);
        raid.link("new.txt", dir.resolve("made.txt"));
        for (String name : List.of("file.txt", "dir/x.txt", "dir/sub/x.txt", "dir", "new.txt")) {
            raid.expectUntouched(Raid.expectSane(folder.put(name, CONTENT)));
            raid.expectUntouched(Raid.expectSane(folder.put(name, CONTENT, "If-Match: *")));
            raid.expectUntouched(Raid.expectSane(folder.post(new Form().file(name, CONTENT))));
        }
        raid.expectUntouched(
                Raid.expectRefused(raid.http().post(folder.path("dir/"), new Form().file("x.txt", CONTENT))));
        raid.expectUntouched(Raid.expectSane(folder.post(new Form().field("folder", "dir/sub"))));
    }

    @Test
    @Order(29)
    @DisplayName("a folder is no file to be replaced, a file no folder to put something into (attack 18)")
    @Rfc("RFC 9110 section 9.3.4")
    void kinds() throws IOException {
        folder.write("sub/a.txt", CONTENT);
        Raid.expectRefused(folder.put("sub", CONTENT));
        Raid.expectRefused(folder.put("sub/", CONTENT));
        Raid.expectRefused(folder.put("", CONTENT));
        Raid.expectRefused(raid.http().put("/", CONTENT));
        Raid.expectRefused(folder.put("sub/a.txt/b.txt", CONTENT));
        raid.expectFiles(folder.get("sub/a.txt").expectStatus(200).expectBody(CONTENT), "sub/a.txt");
    }

    @Test
    @Order(30)
    @DisplayName("into folders that are not there yet a file can be put: they are made (attack 18)")
    void newFolders() throws IOException {
        folder.put("one/two/three.txt", CONTENT).expectStatus(201);
        raid.expectFiles(folder.get("one/two/three.txt").expectStatus(200).expectBody(CONTENT), "one/two/three.txt");
    }

    @ParameterizedTest(name = "{0}")
    @Order(31)
    @DisplayName("methods that move, delete or lock are not there: 405 or 501, and nothing changes (attack 29)")
    @Rfc("RFC 9110 section 15.5.6")
    @ValueSource(
            strings = {"DELETE", "MOVE", "COPY", "MKCOL", "PROPFIND", "PROPPATCH", "LOCK", "PATCH", "TRACE", "CONNECTX"
            })
    void methods(String method) throws IOException {
        folder.write("a.txt", CONTENT);
        for (String path : List.of("/", folder.path(""), folder.path("a.txt"), folder.path("new"))) {
            Reply reply = raid.http().ask(method, path, null, "Destination: /../x", "Depth: infinity");
            reply.expectStatus(405, 501, 403, 400, 404);
        }
        raid.expectFiles(folder.get("a.txt").expectStatus(200).expectBody(CONTENT), "a.txt");
    }
}
