package netlessons.share;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import netlessons.share.http.Content;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Handler;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import netlessons.testkit.Lesson;

/** The lesson with one fault of the kind that first programs have: the grader must find it, at its stage and nowhere else. */
enum Broken implements Lesson {
    /** The page names the files, and that is all: nothing to click at. */
    NO_LINKS(1, (next, dir) -> request -> {
        boolean list = request.target().isFolder()
                && request.target().query().first("zip").isEmpty();
        Response response = next.handle(request);
        if (!list || response.status() != 200 || !request.method().equals("GET")) {
            return response;
        }
        response.content().close();
        return Response.of(200)
                .with("Content-Type", "text/html; charset=utf-8")
                .with(new Content.Bytes("<!doctype html><p>file-1.txt".getBytes(StandardCharsets.UTF_8)));
    }),

    /** A range is overlooked, and the whole file sent. */
    NO_RANGES(2, (next, dir) -> request -> next.handle(without(request, "Range"))),

    /** A download goes on where it broke off, whatever has become of the file meanwhile. */
    SPLICED(2, (next, dir) -> request -> next.handle(without(request, "If-Range"))),

    /** What comes is written to where it will be: everybody sees it come, and half of it stays. */
    IN_PLACE(3, (next, dir) -> request -> {
        Path file = dir.resolve(String.join("/", request.target().names()));
        if (!request.method().equals("PUT") || Files.exists(file) || !Files.isDirectory(file.getParent())) {
            return next.handle(request);
        }
        Files.copy(request.body(), file, StandardCopyOption.REPLACE_EXISTING);
        return Response.of(201).with("Location", request.target().path());
    }),

    /** How much may come nobody has thought of. */
    NO_LIMITS(3, List.of("--max-upload", "--quota")),

    /** Small pictures are as large as large ones. */
    FULL_SIZE(4, (next, dir) -> request -> {
        Target plain = Target.parse(request.target().path(), "");
        boolean picture = request.target().query().has("width") && request.reads();
        return next.handle(picture ? with(request, plain, request.fields()) : request);
    }),

    /** There are users, but nobody asks who it is. */
    OPEN_TO_ALL(5, List.of("--user")),

    /** It can be fetched once, and once more. */
    ENDLESS(5, List.of("--downloads")),

    /** The names in the address are put behind the folder's, and believed. */
    BELIEVED(6, (next, dir) -> request -> {
        try {
            Path file = dir.resolve(String.join("/", request.target().names()));
            if (request.method().equals("GET") && Files.isRegularFile(file) && isOutside(dir, file)) {
                return Response.of(200).with(new Content.Bytes(Files.readAllBytes(file)));
            }
        } catch (InvalidPathException e) {
            // the others know what to say
        }
        return next.handle(request);
    });

    private interface Fault {
        Handler in(Handler next, Path dir);
    }

    private final int stage;
    private final Fault fault;
    private final List<String> overlooked;

    Broken(int stage, Fault fault) {
        this(stage, fault, List.of());
    }

    /** @param overlooked options with a value, which it does not heed */
    Broken(int stage, List<String> overlooked) {
        this(stage, (next, dir) -> next, overlooked);
    }

    Broken(int stage, Fault fault, List<String> overlooked) {
        this.stage = stage;
        this.fault = fault;
        this.overlooked = overlooked;
    }

    /** The stage that must fail. */
    int stage() {
        return stage;
    }

    /** Whether the lesson has tests for it. */
    boolean isTested() {
        return stages().stream().anyMatch(type -> ShareLesson.stage(type) == stage);
    }

    @Override
    public String chapter() {
        return new ShareLesson().chapter();
    }

    /** What comes after its stage is locked anyway; a browser is not needed to see that. */
    @Override
    public List<Class<?>> stages() {
        return new ShareLesson()
                .stages().stream().filter(type -> ShareLesson.stage(type) < 7).toList();
    }

    @Override
    public List<String> options() {
        return new ShareLesson().options();
    }

    @Override
    public Running start(Path dir) throws IOException {
        return start(dir, options());
    }

    @Override
    public Running start(Path dir, List<String> options) throws IOException {
        List<String> heeded = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            if (overlooked.contains(options.get(i))) {
                i++; // and its value
            } else {
                heeded.add(options.get(i));
            }
        }
        return ShareLesson.running(ShareServer.start(
                ShareLesson.settings(Lesson.freePort(), dir, heeded), System.out, next -> fault.in(next, dir)));
    }

    private static boolean isOutside(Path dir, Path file) throws IOException {
        return !file.toRealPath().startsWith(dir.toRealPath());
    }

    private static Request without(Request request, String name) {
        Predicate<Field> other = field -> !field.name().equalsIgnoreCase(name);
        Fields fields = new Fields(StreamSupport.stream(request.fields().spliterator(), false)
                .filter(other)
                .toList());
        return with(request, request.target(), fields);
    }

    private static Request with(Request request, Target target, Fields fields) {
        return new Request(
                request.method(),
                target,
                request.authority(),
                fields,
                request.body(),
                request.length(),
                request.client(),
                request.secure());
    }
}
