package netlessons.share.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "/proc tells what is open")
class StepsTest {
    private Path root;
    private Path file;

    @BeforeEach
    void make(@TempDir Path dir) throws IOException {
        root = dir.toRealPath();
        file = Files.writeString(root.resolve("file"), "text");
    }

    /** What this process has open of the folder. */
    private List<Path> open() throws IOException {
        List<Path> open = new ArrayList<>();
        for (String descriptor : Path.of("/proc/self/fd").toFile().list()) {
            try {
                open.add(Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor)));
            } catch (NoSuchFileException e) {
                // of another test, and closed meanwhile
            }
        }
        open.removeIf(path -> !path.startsWith(root));
        return open;
    }

    @Test
    @DisplayName("a file is no folder, whatever comes behind it, and nothing stays open")
    void file() throws IOException {
        for (Path path : List.of(file, file.resolve("a"), file.resolve("a/b"))) {
            assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> Steps.to(root, path));
        }
        assertThat(open()).isEmpty();
    }

    @Test
    @DisplayName("nor is a link, wherever it leads")
    void link() throws IOException {
        Path folder = Files.createDirectory(root.resolve("folder"));
        Path link = Files.createSymbolicLink(root.resolve("link"), folder);
        assertThatExceptionOfType(FileSystemException.class).isThrownBy(() -> Steps.to(root, link));
        assertThat(open()).isEmpty();
        try (Steps steps = Steps.to(root, folder)) {
            assertThat(steps).isEmpty();
            assertThat(open()).isNotEmpty();
        }
        assertThat(open()).isEmpty();
    }

    @Test
    @DisplayName("nor is a folder that was one when we looked, and is a file or a link when we open it")
    void exchanged() throws IOException {
        Path folder = Files.createDirectory(root.resolve("folder"));
        Path link = Files.createSymbolicLink(root.resolve("link"), Files.createDirectory(root.resolve("other")));
        for (Path instead : List.of(file, link)) {
            try (DirectoryStream<Path> before = Files.newDirectoryStream(root)) {
                SecureDirectoryStream<Path> late = late((SecureDirectoryStream<Path>) before, () -> {
                    Files.delete(folder);
                    return Files.move(instead, folder);
                });
                assertThatExceptionOfType(NotDirectoryException.class)
                        .isThrownBy(() -> Steps.inside(late, folder.getFileName()));
            }
            assertThat(open()).isEmpty();
            Files.move(folder, instead);
            Files.createDirectory(folder);
        }
    }

    /** The same folder; but something happens just before anything in it is opened. */
    @SuppressWarnings("unchecked")
    private static SecureDirectoryStream<Path> late(SecureDirectoryStream<Path> folder, Callable<?> event) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("newDirectoryStream")) {
                event.call();
            }
            try {
                return method.invoke(folder, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        Class<?> type = SecureDirectoryStream.class;
        return (SecureDirectoryStream<Path>)
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
