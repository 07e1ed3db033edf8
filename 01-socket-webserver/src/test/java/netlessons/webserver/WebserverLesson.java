package netlessons.webserver;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.Lesson;
import picocli.CommandLine;

/** Tells the grader what lesson 01 consists of, and starts it when no other server is named. */
public final class WebserverLesson implements Lesson {

    private final Main.EngineName engine;

    /** With the engine that the lesson itself has if nobody chooses. */
    public WebserverLesson() {
        this(Main.EngineName.threads);
    }

    WebserverLesson(Main.EngineName engine) {
        this.engine = engine;
    }

    @Override
    public String chapter() {
        return "docs/01-socket-webserver.md";
    }

    @Override
    public List<Class<?>> stages() {
        return List.of(
                Stage1OnePageIT.class,
                Stage2RequestsIT.class,
                Stage3BodiesIT.class,
                Stage4KeepAliveIT.class,
                Stage5ManyClientsIT.class,
                Stage6FilesIT.class,
                Stage7HostileIT.class,
                Stage8StoppingIT.class);
    }

    /** The classes of the lesson and its one library, wherever this runs. */
    @Override
    public List<String> command(int port, Path dir) {
        String classes = Stream.of(Main.class, CommandLine.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(url -> Path.of(URI.create(url.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-cp",
                classes,
                Main.class.getName(),
                "--port",
                "" + port,
                "--root",
                dir.toString(),
                "--engine",
                engine.name());
    }

    /** A whole request, so that a simple server lives on; it asks for the end, so that it can serve the next one. */
    @Override
    public byte[] greeting() {
        return "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Running start(Path dir) throws IOException {
        return running(
                Site.routes(dir),
                switch (engine) {
                    case single -> Engine.single();
                    case threads -> Engine.threads(Threads.executor());
                    case loop -> Engine.loop(Threads.executor(), 1);
                });
    }

    /** As always, but for the time that a header section may take: less, since stage 7 waits for its end. */
    static Limits limits(Duration linger) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.requestLine(),
                usual.headerSection(),
                usual.fields(),
                usual.body(),
                usual.bodies(),
                usual.drain(),
                usual.connections(),
                Duration.ofSeconds(4),
                usual.idleTimeout(),
                usual.transferTimeout(),
                usual.minimumRate(),
                linger,
                usual.grace());
    }

    static Running running(Handler handler, Engine engine) throws IOException {
        return running(handler, engine, limits(Limits.DEFAULT.linger()));
    }

    /** A server on a free port of the loopback address. */
    static Running running(Handler handler, Engine engine, Limits limits) throws IOException {
        HttpServer server = HttpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Lesson.freePort()),
                handler,
                limits,
                engine,
                AccessLog.NONE);
        return Running.of(server.address(), server);
    }
}
