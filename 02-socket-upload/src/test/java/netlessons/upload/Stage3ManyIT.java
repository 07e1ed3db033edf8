package netlessons.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import netlessons.testkit.Rfc;
import netlessons.testkit.Stage;
import netlessons.testkit.Target;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stage 3: many files on one connection, folders and names from all over the world, and many senders at once. */
@Stage(value = 3, name = "many files, many clients")
@DisplayName("Stage 3: many files, many clients")
@Rfc("docs/02-protocol.md section 4.1")
final class Stage3ManyIT {
    private Target target;
    private Path dir;
    private String folder;

    @BeforeEach
    void makeFolder(Target given) {
        target = given;
        Path path = given.newFolder();
        dir = path.getParent();
        folder = path.getFileName() + "/";
    }

    private WireUpload upload(String name, String text) {
        return WireUpload.of(folder + name, text);
    }

    private WireUpload random(String name, int size) {
        byte[] bytes = new byte[size];
        target.random().nextBytes(bytes);
        return WireUpload.of(folder + name, bytes);
    }

    private List<WireUpload> many(String name, int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> random(name + "-" + i, 1 + target.random().nextInt(size)))
                .toList();
    }

    private static byte[] whole(List<WireUpload> uploads) {
        return WireFrame.join(uploads.stream().map(WireUpload::wholeBytes).toArray(byte[][]::new));
    }

    private void expectArrived(List<WireUpload> uploads) throws IOException {
        for (WireUpload upload : uploads) {
            Arrival.expect(dir, upload);
        }
    }

    // Files and folders

    @Test
    @Order(1)
    @DisplayName("a file of no bytes has no DATA; it is there, and empty (case 22)")
    @Rfc("docs/02-protocol.md section 4.3")
    void empty() throws IOException {
        WireUpload eager = upload("eager", "");
        WireUpload patient = upload("patient", "");
        FrameWire.open(target).upload(eager).uploadPatiently(patient).expectQuiet();
        expectArrived(List.of(eager, patient));
    }

    @Test
    @Order(2)
    @DisplayName("three files, one after the other, each after the answer to the one before")
    @Rfc("docs/02-protocol.md section 4")
    void three() throws IOException {
        List<WireUpload> uploads = many("file", 3, 10_000);
        FrameWire wire = FrameWire.open(target);
        wire.upload(uploads.get(0)).uploadPatiently(uploads.get(1)).upload(uploads.get(2));
        expectArrived(uploads);
    }

    @Test
    @Order(3)
    @DisplayName("folders in a name are made where they are missing")
    @Rfc("docs/02-protocol.md section 6")
    void folders() throws IOException {
        List<WireUpload> uploads = List.of(
                upload("a/1", "one"), upload("a/b/c/d/e/2", "two"), upload("a/b/3", "three"), upload("f/4", "four"));
        FrameWire wire = FrameWire.open(target);
        uploads.forEach(wire::upload);
        expectArrived(uploads);
    }

    @ParameterizedTest(name = "{0}")
    @Order(4)
    @DisplayName("names may have the letters of all scripts, blanks and signs")
    @Rfc("docs/02-protocol.md section 6")
    @ValueSource(
            strings = {
                "größe.txt",
                "Ελλάδα.pdf",
                "Привет, мир.txt",
                "中文 文件.txt",
                "ファイル.txt",
                "한글.txt",
                "مرحبا.txt",
                "हिन्दी.txt",
                "🦊.png",
                "a b  c.txt",
                "100% (copy) [2] {3} 'x' \"y\" #1 & more; $HOME ~ `z` * ? < > |.txt",
                "no-extension",
                "many.dots.in.a.name",
                "-rf",
                "con-tact.txt",
                "über/Straße/ñ.txt"
            })
    void names(String name) throws IOException {
        WireUpload upload = upload(name, "content of " + name);
        try {
            dir.resolve(upload.name());
        } catch (InvalidPathException e) {
            Assumptions.abort("this system, or its locale, has no such file names");
        }
        FrameWire.open(target).upload(upload);
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(5)
    @DisplayName("a part of a name may have 255 bytes")
    @Rfc("docs/02-protocol.md section 6")
    void longName() throws IOException {
        WireUpload upload = upload("ü".repeat(127) + "x", "long");
        FrameWire wire = FrameWire.open(target);
        Assumptions.assumeTrue(
                upload.name().getBytes(UTF_8).length <= wire.bounds().name(), "the receiver takes shorter names only");
        wire.upload(upload).uploadPatiently(upload("y".repeat(255), "long, too"));
        Arrival.expect(dir, upload);
    }

    @Test
    @Order(6)
    @DisplayName("FOLDER makes a folder, and its parents; where it is there already, the answer is HAVE or COMMITTED")
    void emptyFolder() {
        FrameWire wire = FrameWire.open(target);
        for (String name : List.of("empty", "deep/er/empty")) {
            WireUpload empty = upload(name, "");
            wire.send(empty.folder(), empty.end()).expectCommitted(empty);
            if (!Files.isDirectory(dir.resolve(empty.name()), LinkOption.NOFOLLOW_LINKS)) {
                throw new AssertionError("expected the folder " + name);
            }
        }
        WireUpload again = upload("empty", "");
        wire.send(again.folder(), again.end()).expectSafe(again).upload(upload("empty/file", "not any more"));
    }

    @Test
    @Order(7)
    @DisplayName("the file has the time of change that BEGIN says")
    void mtime() throws IOException {
        long moonLanding = -14_182_940_000L;
        WireUpload upload = upload("old", "old").mtime(1_000_000_000_123L);
        WireUpload older = upload("older", "older").mtime(moonLanding);
        FrameWire.open(target).upload(upload).upload(older);
        for (WireUpload one : List.of(upload, older)) {
            long millis = Files.getLastModifiedTime(dir.resolve(one.name())).toMillis();
            Assumptions.assumeTrue(
                    Math.abs(millis - one.mtime()) <= 2000,
                    "the receiver does not set the time of change (section 4.1: it SHOULD)");
        }
    }

    // Many files

    @Test
    @Order(10)
    @DisplayName("two hundred EAGER uploads without a pause are answered in their order")
    void pipelined() throws IOException {
        List<WireUpload> uploads = many("eager", 200, 300);
        FrameWire wire = FrameWire.connect(target)
                .send(WireFrame.join(WireFrame.PREAMBLE, whole(uploads)))
                .expectLimits();
        uploads.forEach(wire::expectCommitted);
        wire.expectQuiet();
        expectArrived(uploads);
    }

    @Test
    @Order(11)
    @DisplayName("the next BEGIN need not wait for the last COMMITTED, with READY or without")
    void mixed() throws IOException {
        FrameWire wire = FrameWire.open(target);
        WireUpload first = random("first", 5000);
        WireUpload second = random("second", 5000);
        WireUpload third = random("third", 5000);
        wire.send(first.whole()).send(second.begin());
        wire.expectAnswers(List.of(first), second); // READY may come before COMMITTED
        wire.send(second.data()).send(second.end()).send(third.whole());
        wire.expectCommitted(second).expectCommitted(third).expectQuiet();
        expectArrived(List.of(first, second, third));
    }

    @Test
    @Order(12)
    @DisplayName("an upload that is refused has its answer in its turn, and the others are not disturbed")
    @Rfc("docs/02-protocol.md section 4.5")
    void refusedBetween() throws IOException {
        List<WireUpload> good = many("good", 6, 20_000);
        WireUpload bad = upload("../bad", "bad, but short");
        FrameWire wire = FrameWire.open(target);
        wire.send(whole(good.subList(0, 3))).send(bad.whole()).send(whole(good.subList(3, 6)));
        good.subList(0, 3).forEach(wire::expectCommitted);
        wire.expectReject(WireCode.BAD_NAME);
        good.subList(3, 6).forEach(wire::expectCommitted);
        wire.expectQuiet();
        expectArrived(good);
    }

    @Test
    @Order(13)
    @DisplayName("REJECT in place of READY: the upload never was open, and the next BEGIN follows")
    @Rfc("docs/02-protocol.md section 4.1")
    void refusedAtOnce() throws IOException {
        FrameWire wire = FrameWire.open(target);
        WireUpload bad = upload("a//b", "bad");
        WireUpload good = upload("good", "good");
        wire.send(bad.begin()).expectReject(WireCode.BAD_NAME);
        wire.uploadPatiently(good).expectQuiet();
        Arrival.expect(dir, good);
    }

    @Test
    @Order(14)
    @DisplayName("three hundred small files in one folder, in pipelines of a hundred")
    void hundreds() throws IOException {
        FrameWire wire = FrameWire.open(target);
        for (int round = 0; round < 3; round++) {
            List<WireUpload> uploads = many("round-" + round, 100, 100);
            wire.send(whole(uploads));
            uploads.forEach(wire::expectCommitted);
            expectArrived(uploads);
        }
    }

    // Many clients

    @Test
    @Order(20)
    @DisplayName("a client that has connected and says nothing does not hold up another")
    void silent() {
        FrameWire silent = FrameWire.connect(target);
        FrameWire.open(target).upload(upload("other", "other"));
        silent.greet().upload(upload("awake", "awake"));
    }

    @Test
    @Order(21)
    @DisplayName("clients in the middle of a preamble, a frame, a file do not hold up another")
    void halfway() throws IOException {
        WireUpload first = upload("first", "first");
        WireUpload second = upload("second", "second");
        WireUpload third = random("third", 9000);
        FrameWire preamble = FrameWire.connect(target).send(Arrays.copyOf(WireFrame.PREAMBLE, 3));
        byte[] begin = second.begin().bytes();
        FrameWire frame = FrameWire.open(target).send(Arrays.copyOf(begin, 20));
        FrameWire file = FrameWire.open(target).send(third.begin()).expectReady(third, 0);
        file.send(third.data(0, 4096));
        FrameWire.open(target).upload(upload("other", "other")).close();
        file.send(third.dataFrom(4096, 4096)).send(third.end()).expectCommitted(third);
        frame.send(Arrays.copyOfRange(begin, 20, begin.length)).expectReady(second, 0);
        frame.send(second.data()).send(second.end()).expectCommitted(second);
        preamble.send(Arrays.copyOfRange(WireFrame.PREAMBLE, 3, 6))
                .expectLimits()
                .upload(first);
        expectArrived(List.of(first, second, third));
    }

    @Test
    @Order(22)
    @DisplayName("thirty clients upload at once, piece by piece, and the last one to begin is the first one to end")
    void thirty() throws IOException {
        List<WireUpload> uploads = IntStream.range(0, 30)
                .mapToObj(i -> random("client-" + i, 20_000))
                .toList();
        List<FrameWire> wires = new ArrayList<>();
        for (WireUpload upload : uploads) {
            wires.add(FrameWire.open(target).send(upload.begin()).expectReady(upload, 0));
        }
        for (int at = 0; at < 20_000; at += 4000) {
            List<Integer> order = new ArrayList<>(IntStream.range(0, 30).boxed().toList());
            Collections.shuffle(order, target.random());
            for (int i : order) {
                wires.get(i).send(uploads.get(i).data(at, at + 4000));
            }
        }
        for (int i = 29; i >= 0; i--) {
            wires.get(i).send(uploads.get(i).end()).expectCommitted(uploads.get(i));
        }
        expectArrived(uploads);
    }

    @Test
    @Order(23)
    @DisplayName("a client that does not read its answers does not hold up another")
    void deaf() {
        FrameWire deaf = FrameWire.open(target);
        for (WireUpload upload : many("deaf", 50, 100)) {
            deaf.send(upload.whole());
        }
        FrameWire.open(target).upload(upload("other", "other"));
    }

    // One name, two clients (case 31)

    @ParameterizedTest(name = "the {0} one ends first")
    @Order(30)
    @DisplayName("two clients upload different files of one name at once: one wins, and nothing is mixed (case 31)")
    @Rfc("docs/02-protocol.md section 4.4")
    @ValueSource(strings = {"first", "second"})
    void sameName(String winner) throws IOException {
        WireUpload one = random("same", 9000);
        WireUpload two = random("same", 7000);
        FrameWire wireOne = FrameWire.open(target).send(one.begin()).expectReady(one, 0);
        wireOne.send(one.data(0, 4096));
        FrameWire wireTwo = FrameWire.open(target).send(two.begin()).expectReady(two, 0);
        wireTwo.send(two.data(0, 4096));
        boolean first = winner.equals("first");
        WireUpload early = first ? one : two;
        WireUpload late = first ? two : one;
        FrameWire earlyWire = first ? wireOne : wireTwo;
        FrameWire lateWire = first ? wireTwo : wireOne;
        earlyWire.send(early.dataFrom(4096, 4096)).send(early.end()).expectCommitted(early);
        Arrival.expect(dir, early);
        lateWire.send(late.dataFrom(4096, 4096)).send(late.end());
        String name = lateWire.expectConflict(late);
        if (!name.equals(late.name())) {
            Arrival.expect(dir, early); // rejected, or renamed
        }
        if (!name.isEmpty()) {
            Arrival.expectNow(dir.resolve(name), late.bytes());
        }
    }

    @Test
    @Order(31)
    @DisplayName("two clients upload the same file at once: both hear that it is safe (case 31)")
    @Rfc("docs/02-protocol.md section 4.4")
    void sameFile() throws IOException {
        WireUpload one = random("same", 9000);
        WireUpload two = WireUpload.of(one.name(), one.bytes());
        FrameWire wireOne = FrameWire.open(target).send(one.begin()).expectReady(one, 0);
        FrameWire wireTwo = FrameWire.open(target).send(two.begin()).expectReady(two, 0);
        wireOne.send(one.data()).send(one.end()).expectCommitted(one);
        wireTwo.send(two.data()).send(two.end()).expectHave(two);
        Arrival.expect(dir, one);
    }

    @Test
    @Order(32)
    @DisplayName("ten clients upload ten files of one name, EAGER: each file that is committed is whole (case 31)")
    @Rfc("docs/02-protocol.md section 4.4")
    void tenOfOneName() throws IOException {
        List<WireUpload> uploads =
                IntStream.range(0, 10).mapToObj(i -> random("same", 30_000 + i)).toList();
        List<FrameWire> wires = new ArrayList<>();
        uploads.forEach(upload -> wires.add(FrameWire.open(target)));
        for (int i = 0; i < 10; i++) {
            wires.get(i).send(uploads.get(i).whole());
        }
        List<byte[]> candidates = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            WireUpload upload = uploads.get(i);
            String name = wires.get(i).expectConflict(upload);
            if (name.equals(upload.name())) {
                candidates.add(upload.bytes());
            } else if (!name.isEmpty()) {
                Arrival.expectNow(dir.resolve(name), upload.bytes());
            }
        }
        byte[] there = Files.readAllBytes(dir.resolve(uploads.get(0).name()));
        if (candidates.stream().noneMatch(bytes -> Arrays.equals(bytes, there))) {
            throw new AssertionError("expected the file to be one of those that were committed under its name");
        }
    }
}
