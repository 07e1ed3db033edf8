package netlessons.webserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import netlessons.testkit.Lesson;

/** The lesson with one fault of the kind that first programs have: the grader must find it, at its stage and nowhere else. */
enum Broken implements Lesson {
    /** What should be a page is a piece of one: no doctype, no html. */
    NO_PAGE(
            1,
            (site, root) ->
                    request -> isGet(request, "/") ? Response.html(200, "<h1>It works</h1>") : site.handle(request)),

    /** %41 is not decoded. */
    NAMES_AS_THEY_CAME(2, (site, root) -> request -> {
        String path = request.target().path();
        return path.matches("/hello/[^/]+") && isGet(request, path)
                ? Response.text(200, "Hello, " + path.substring("/hello/".length()) + "!\n")
                : site.handle(request);
    }),

    /** What one read gives is taken for the body. */
    ONE_READ(3, (site, root) -> request -> {
        if (!request.method().equals("POST") || !request.target().path().equals("/echo")) {
            return site.handle(request);
        }
        byte[] buffer = new byte[8192];
        int length = Math.max(0, request.body().read(buffer));
        byte[] body = Arrays.copyOf(buffer, length);
        String type = request.headers().first("Content-Type").orElse("application/octet-stream");
        return Response.of(200).with("Content-Type", type).with(new Content.Bytes(body));
    }),

    /** Every response is the last one. */
    ALWAYS_CLOSES(4, (site, root) -> request -> site.handle(request).with("Connection", "close")),

    /** The others wait. */
    ONE_CLIENT_AT_A_TIME(5, (site, root) -> site, Engine::single),

    /** A range is overlooked, and the whole file sent. */
    NO_RANGES(6, (site, root) -> request -> {
        Headers others = new Headers(request.headers().stream()
                .filter(field -> !field.name().equalsIgnoreCase("Range"))
                .toList());
        return site.handle(
                new Request(request.method(), request.target(), others, request.parameters(), request.body()));
    }),

    /** The path in the URL is put behind the path of the folder, and believed. */
    DOTS_BELIEVED(6, (site, root) -> request -> {
        List<String> names = request.target().segments();
        if (!names.contains("..") || !names.get(0).equals("files")) {
            return site.handle(request);
        }
        Path file = root.resolve(String.join("/", names.subList(1, names.size())));
        return Files.isRegularFile(file)
                ? Response.of(200).with(new Content.Bytes(Files.readAllBytes(file)))
                : site.handle(request);
    }),

    /** Behind a refusal the connection is closed at once, and who still sends is told so by a reset. */
    CLOSES_AT_ONCE(
            7, (site, root) -> site, () -> Engine.threads(Threads.executor()), WebserverLesson.limits(Duration.ZERO)),

    /** Who is in the middle of something when it stops is cut off. */
    NO_GRACE(
            8,
            (site, root) -> site,
            () -> Engine.threads(Threads.executor()),
            new EnginesIT.LimitsBuilder().header(4000).grace(0).build());

    private interface Fault {
        Handler in(Handler site, Path root);
    }

    private final int stage;
    private final Fault fault;
    private final Supplier<Engine> engine;
    private final Limits limits;

    Broken(int stage, Fault fault) {
        this(stage, fault, () -> Engine.threads(Threads.executor()));
    }

    Broken(int stage, Fault fault, Supplier<Engine> engine) {
        this(stage, fault, engine, WebserverLesson.limits(Limits.DEFAULT.linger()));
    }

    Broken(int stage, Fault fault, Supplier<Engine> engine, Limits limits) {
        this.stage = stage;
        this.fault = fault;
        this.engine = engine;
        this.limits = limits;
    }

    /** The stage that must fail. */
    int stage() {
        return stage;
    }

    /** Whether another stage may fail as well: who answers before the body is there cannot know that it is too long. */
    boolean mayFail(int other) {
        return other == 7 && this == ONE_READ;
    }

    /** The last stage that can say something: who serves one client at a time is at the mercy of each, from stage 7 on. */
    int lastStage() {
        return this == ONE_CLIENT_AT_A_TIME ? 6 : 8;
    }

    @Override
    public String chapter() {
        return new WebserverLesson().chapter();
    }

    @Override
    public List<Class<?>> stages() {
        return new WebserverLesson().stages();
    }

    @Override
    public Running start(Path dir) throws IOException {
        return WebserverLesson.running(fault.in(Site.routes(dir), dir), engine.get(), limits);
    }

    private static boolean isGet(Request request, String path) {
        return List.of("GET", "HEAD").contains(request.method())
                && request.target().path().equals(path);
    }
}
