package netlessons.upload.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.testkit.origin.NoOrigin;
import netlessons.upload.protocol.Code;
import netlessons.upload.protocol.Digest;
import netlessons.upload.protocol.DigestKind;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a sender says and does, with a receiver that is as difficult as the specification allows, and a little more. */
@Timeout(60)
class SenderTest {
    private static final Backoff AT_ONCE = new Backoff(Duration.ZERO, Duration.ZERO, () -> 0);

    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();
    private Sender sender;

    private Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private Path file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return file(name, content);
    }

    /** What is written to it from now on is seen in its time of change, however seldom the file system's clock ticks. */
    private static Path old(Path file) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
    }

    private static SendSettings settings(int port) {
        return SendSettings.to("127.0.0.1", port).withRetries(3, AT_ONCE);
    }

    private Summary send(SendSettings settings, Path... paths) throws InterruptedException {
        return send(settings, () -> {}, paths);
    }

    private Summary send(SendSettings settings, Runnable found, Path... paths) throws InterruptedException {
        sender = new Sender(settings, recorder);
        return sender.send(sink -> {
            Scan scan = new Scan(false, sink);
            for (Path path : paths) {
                scan.path(path);
            }
            found.run();
        });
    }

    private Summary send(OddReceiver receiver, Path... paths) throws IOException, InterruptedException {
        return send(receiver, settings(receiver.port()), paths);
    }

    /** Begins when all is found: a connection ends that has nothing to send for a while, however that came. */
    private Summary send(OddReceiver receiver, SendSettings settings, Path... paths) throws InterruptedException {
        receiver.welcome = new CountDownLatch(1);
        Summary summary = send(settings, receiver.welcome::countDown, paths);
        assertThat(receiver.faults).isEmpty();
        return summary;
    }

    @Test
    @DisplayName("files of all sizes around the limits arrive as they are")
    void sizes() throws Exception {
        int[] sizes = {0, 1, 65_425, 65_426, 65_535, 65_536, 65_537, 1 << 20, (1 << 20) + 1, 3_000_000};
        for (int size : sizes) {
            file("all/" + size, size);
        }
        for (DigestKind kind : DigestKind.values()) {
            try (OddReceiver receiver = new OddReceiver()) {
                Summary summary = send(receiver, settings(receiver.port()).withDigest(kind), folder.resolve("all"));
                assertThat(summary.exitStatus()).isZero();
                assertThat(summary.now().committed()).isEqualTo(sizes.length);
                assertThat(summary.now().percent()).isEqualTo(100);
                for (int size : sizes) {
                    assertThat(receiver.files.get("all/" + size))
                            .isEqualTo(Files.readAllBytes(folder.resolve("all/" + size)));
                }
                assertThat(receiver.connections).isEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("a small file goes EAGER and waits for nothing, a big one waits for READY")
    void eager() throws Exception {
        file("some/small", 1 << 20);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            assertThat(begin.eager()).isTrue();
            assertThat(begin.size()).isEqualTo(1 << 20);
            peer.take(begin, 0, new byte[0]);
            assertThat(peer.next()).isNull();
        })) {
            assertThat(send(receiver, folder.resolve("some")).exitStatus()).isZero();
        }
        file("some/small", (1 << 20) + 1);
        CountDownLatch silence = new CountDownLatch(1);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            assertThat(begin.eager()).isFalse();
            peer.channel.configureBlocking(false);
            Thread.sleep(200); // there is nothing to wait for: it is to stay silent
            assertThat(peer.channel.read(ByteBuffer.allocate(1))).isZero();
            peer.channel.configureBlocking(true);
            silence.countDown();
            peer.take(begin, 0, new byte[0]);
        })) {
            assertThat(send(receiver, folder.resolve("some")).exitStatus()).isZero();
            assertThat(silence.getCount()).isZero();
        }
    }

    @Test
    @DisplayName("a folder with nothing in it is sent as FOLDER, with END and the digest of nothing")
    void emptyFolder() throws Exception {
        Files.createDirectories(folder.resolve("a/b/c"));
        try (OddReceiver receiver = new OddReceiver()) {
            assertThat(send(receiver, folder.resolve("a")).exitStatus()).isZero();
            assertThat(receiver.files).containsOnlyKeys("a/b/c/");
            assertThat(receiver.heard()).containsExactly("BEGIN a/b/c", "END");
        }
    }

    @Test
    @DisplayName("at most 256 uploads are without an answer")
    void window() throws Exception {
        for (int i = 0; i < 300; i++) {
            file("many/" + i, 1);
        }
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin[] begins = new Message.Begin[300];
            Message.End[] ends = new Message.End[300];
            for (int i = 0; i < 256; i++) {
                begins[i] = peer.next(Message.Begin.class);
                peer.next(Message.Data.class);
                ends[i] = peer.next(Message.End.class);
            }
            peer.channel.configureBlocking(false);
            Thread.sleep(200);
            assertThat(peer.channel.read(ByteBuffer.allocate(1))).isZero();
            peer.channel.configureBlocking(true);
            for (int i = 0; i < 256; i++) {
                peer.say(OddReceiver.committed(begins[i], ends[i]));
            }
            while (peer.takeOne(0, new byte[0])) {
                // the last 44
            }
        })) {
            assertThat(send(receiver, folder.resolve("many")).now().committed()).isEqualTo(300);
        }
    }

    @Test
    @DisplayName("a part that the receiver has is not sent anew, but the digest is of the whole")
    void resume() throws Exception {
        Path file = file("big", 2_000_000);
        byte[] part = Arrays.copyOf(Files.readAllBytes(file), 1_500_000);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            peer.takeOne(part.length, part);
        })) {
            Summary summary = send(receiver, file);
            assertThat(summary.exitStatus()).isZero();
            assertThat(summary.now().sent()).isEqualTo(500_000);
            assertThat(receiver.files.get("big")).isEqualTo(Files.readAllBytes(file));
            assertThat(recorder.lines).containsExactly("started big 1500000", "committed big");
        }
    }

    @Test
    @DisplayName("all of it is there: END alone")
    void resumeAtTheEnd() throws Exception {
        Path file = file("big", 2_000_000);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            peer.takeOne(2_000_000, Files.readAllBytes(file));
        })) {
            assertThat(send(receiver, file).now().sent()).isZero();
            assertThat(receiver.heard()).containsExactly("BEGIN big", "END");
        }
    }

    @Test
    @DisplayName("a part that is not the beginning of this file is not built upon")
    void foreignPart() throws Exception {
        Path file = file("big", 2_000_000);
        byte[] other = new byte[1_000_000];
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            peer.takeOne(other.length, other);
        })) {
            assertThat(send(receiver, file).exitStatus()).isZero();
            assertThat(receiver.files.get("big")).isEqualTo(Files.readAllBytes(file));
            assertThat(recorder.lines).contains("started big 0");
        }
    }

    @Test
    @DisplayName("while it makes a digest the sender says PING")
    void ping() throws Exception {
        Path file = file("big", 64 << 20);
        byte[] all = Files.readAllBytes(file);
        Message.Limits hasty = new Message.Limits(1024, 1 << 16, 1L << 40, 3);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello(hasty);
            peer.takeOne(all.length, all);
        })) {
            assertThat(send(receiver, file).exitStatus()).isZero();
            assertThat(receiver.heard()).startsWith("BEGIN big", "PING").endsWith("END");
        }
    }

    @Test
    @DisplayName("an offset beyond the file is nonsense: another connection, and then no more")
    void offsetBeyond() throws Exception {
        Path file = file("big", 2_000_000);
        OddReceiver.Script nonsense = peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.say(new Message.Ready(2_000_001, OddReceiver.digest(begin, new byte[0])));
            peer.next();
        };
        try (OddReceiver receiver = new OddReceiver(nonsense, nonsense, nonsense, nonsense)) {
            assertThat(send(receiver, file).exitStatus()).isEqualTo(1);
            assertThat(recorder.lines).contains("failed big BAD_OFFSET");
        }
    }

    @Test
    @DisplayName("a refusal is final for its file (again 0), and the others go on")
    void refusal() throws Exception {
        file("three/a", 10);
        file("three/b", 2_000_000);
        file("three/c", 10);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            for (Message.Begin begin; (begin = peer.next(Message.Begin.class)) != null; ) {
                if (OddReceiver.name(begin).equals("three/b")) {
                    peer.say(Message.Refusal.reject(Code.EXISTS, "There is one."));
                } else {
                    peer.take(begin, 0, new byte[0]);
                }
            }
        })) {
            Summary summary = send(receiver, folder.resolve("three"));
            assertThat(summary.exitStatus()).isEqualTo(1);
            assertThat(summary.now().percent()).isEqualTo(100);
            assertThat(receiver.files).containsOnlyKeys("three/a", "three/c");
            assertThat(recorder.lines).contains("failed three/b EXISTS");
        }
    }

    @Test
    @DisplayName("a REJECT in the middle of DATA ends the upload with CANCEL, and the next one begins")
    void refusedInTheMiddle() throws Exception {
        file("two/a", 50_000_000);
        file("two/b", 50_000_000);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.say(new Message.Ready(0, OddReceiver.digest(begin, new byte[0])));
            peer.next(Message.Data.class);
            peer.say(Message.Refusal.reject(Code.QUOTA, "Enough."));
            while (recorder.lines.stream().noneMatch(line -> line.startsWith("failed two/"))) {
                Thread.sleep(10); // the rest does not fit into the network's buffers: it has not said END by now
            }
            Message message;
            do {
                message = peer.next();
            } while (message instanceof Message.Data);
            assertThat(message).isIn(Message.Signal.CANCEL);
            peer.takeOne(0, new byte[0]);
        })) {
            Summary summary = send(receiver, folder.resolve("two"));
            assertThat(summary.now().failed()).isEqualTo(1);
            assertThat(summary.now().committed()).isEqualTo(1);
            assertThat(summary.now().percent()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("a refusal for now (again 1) is tried again, but not for ever")
    void refusedForNow() throws Exception {
        Path file = file("a", 10);
        AtomicInteger refusals = new AtomicInteger(3); // on one connection, or if somebody stands still on another one
        OddReceiver.Script full = peer -> {
            peer.hello();
            for (Message.Begin begin; (begin = peer.next(Message.Begin.class)) != null; ) {
                if (refusals.getAndDecrement() > 0) {
                    peer.say(Message.Refusal.reject(Code.NO_SPACE, "Full."));
                    peer.next(Message.Data.class);
                    assertThat(peer.next()).isNotNull(); // END or CANCEL
                } else {
                    peer.take(begin, 0, new byte[0]); // there is room now
                }
            }
        };
        try (OddReceiver receiver = new OddReceiver(full, full, full)) {
            assertThat(send(receiver, file).exitStatus()).isZero();
            assertThat(recorder.lines).contains("retry a NO_SPACE 3", "committed a");
        }
        refusals.set(3);
        try (OddReceiver receiver = new OddReceiver(full, full, full)) {
            assertThat(send(settings(receiver.port()).withRetries(2, AT_ONCE), file)
                            .exitStatus())
                    .isEqualTo(1);
            assertThat(recorder.lines).contains("failed a NO_SPACE");
        }
    }

    @Test
    @DisplayName("COMMITTED with another size or digest is no success")
    void wrongAnswer() throws Exception {
        Path file = file("a", 10);
        for (boolean size : new boolean[] {true, false}) {
            OddReceiver.Script liar = peer -> {
                peer.hello();
                Message.Begin begin;
                while ((begin = peer.next(Message.Begin.class)) != null) {
                    peer.next(Message.Data.class);
                    Message.End end = peer.next(Message.End.class);
                    Digest other = OddReceiver.digest(begin, new byte[3]);
                    peer.say(new Message.Committed(size ? 11 : 10, size ? end.digest() : other, "a", true));
                }
            };
            try (OddReceiver receiver = new OddReceiver(liar, liar, liar, liar)) {
                assertThat(send(receiver, file).exitStatus()).isEqualTo(1);
                assertThat(recorder.lines).contains("failed a WRONG_ANSWER").doesNotContain("committed a");
            }
        }
    }

    @Test
    @DisplayName("COMMITTED that comes with LIMITS, before anything was sent, is nonsense and no answer")
    void earlyAnswer() throws Exception {
        Path file = file("a", 10);
        FileDigest digest = DigestKind.CRC.begin();
        digest.update(ByteBuffer.wrap(Files.readAllBytes(file)));
        OddReceiver.Script early = peer -> {
            peer.hello(OddReceiver.LIMITS, new Message.Committed(10, digest.value(), "a", false));
            assertThat(peer.next()).as("what is sent to such a receiver").isNull();
        };
        OddReceiver.Script[] scripts = new OddReceiver.Script[50]; // whichever thread is the first each time
        Arrays.fill(scripts, early);
        try (OddReceiver receiver = new OddReceiver(scripts)) {
            SendSettings settings = settings(receiver.port()).withRetries(scripts.length, AT_ONCE);
            assertThat(send(receiver, settings, file).exitStatus()).isZero();
            assertThat(recorder.lines).contains("retry connection STATE 50", "committed a");
            assertThat(receiver.files).containsOnlyKeys("a");
        }
    }

    @Test
    @DisplayName("a connection that breaks is made anew, and what had no answer is sent again")
    void lostConnection() throws Exception {
        for (int i = 0; i < 20; i++) {
            file("many/" + i, 1000);
        }
        file("many/big", 5_000_000);
        OddReceiver.Script cut = peer -> {
            peer.hello();
            for (int i = 0; i < 5; i++) {
                peer.takeOne(0, new byte[0]);
            }
            peer.next();
        };
        try (OddReceiver receiver = new OddReceiver(cut, cut, cut)) {
            Summary summary = send(receiver, folder.resolve("many"));
            assertThat(summary.exitStatus()).isZero();
            assertThat(receiver.files).hasSize(21);
            assertThat(receiver.connections).isEqualTo(4);
            assertThat(summary.now().percent()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("attempts that came farther do not count: any number of cuts is survived")
    void manyCuts() throws Exception {
        Path file = file("big", 4_000_000);
        byte[] all = Files.readAllBytes(file);
        OddReceiver.Script[] cuts = new OddReceiver.Script[20];
        for (int i = 0; i < cuts.length; i++) {
            int have = i * 65_536;
            cuts[i] = peer -> {
                peer.hello();
                Message.Begin begin = peer.next(Message.Begin.class);
                peer.say(new Message.Ready(have, OddReceiver.digest(begin, Arrays.copyOf(all, have))));
                peer.next(Message.Data.class);
            };
        }
        try (OddReceiver receiver = new OddReceiver(cuts)) {
            Summary summary = send(receiver, file);
            assertThat(summary.exitStatus()).isZero();
            assertThat(receiver.connections).isEqualTo(21);
            assertThat(summary.now().done()).isEqualTo(4_000_000);
        }
    }

    @Test
    @DisplayName("one file that breaks every connection does not keep the others from arriving")
    void poison() throws Exception {
        file("many/a", 10);
        file("many/b", 10);
        file("many/poison", 10);
        file("many/z", 10);
        OddReceiver.Script dies = peer -> {
            peer.hello();
            for (Message.Begin begin; (begin = peer.next(Message.Begin.class)) != null; ) {
                if (OddReceiver.name(begin).endsWith("poison")) {
                    peer.say(Message.Refusal.error(Code.INTERNAL, "Ouch."));
                    return;
                }
                peer.take(begin, 0, new byte[0]);
            }
        };
        OddReceiver.Script[] scripts = new OddReceiver.Script[30];
        Arrays.fill(scripts, dies);
        try (OddReceiver receiver = new OddReceiver(scripts)) {
            assertThat(send(receiver, folder.resolve("many")).exitStatus()).isEqualTo(1);
            assertThat(receiver.files).containsOnlyKeys("many/a", "many/b", "many/z");
            assertThat(recorder.lines).contains("failed many/poison INTERNAL");
        }
    }

    @Test
    @DisplayName("BUSY is tried again; a receiver of another version is not")
    void refusedConnection() throws Exception {
        Path file = file("a", 10);
        OddReceiver.Script busy = peer -> peer.hello(Message.Refusal.error(Code.BUSY, "Later."));
        try (OddReceiver receiver = new OddReceiver(busy, busy)) {
            assertThat(send(receiver, file).exitStatus()).isZero();
            assertThat(recorder.lines).contains("retry connection BUSY 2", "committed a");
        }
        OddReceiver.Script web =
                peer -> peer.channel.write(ByteBuffer.wrap("HTTP/1.1 400 \r\n".getBytes(StandardCharsets.US_ASCII)));
        try (OddReceiver receiver = new OddReceiver(web)) {
            assertThat(send(receiver, file).exitStatus()).isEqualTo(1);
            assertThat(recorder.lines).contains("gave up NOT_THIS_PROTOCOL 1");
            assertThat(receiver.connections).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("nobody listens: given up after the retries, in plain words")
    void nobodyListens() throws Exception {
        CountDownLatch scanned = new CountDownLatch(1);
        // Else the last attempt may have failed before the second file is found: nobody waits between attempts here.
        Backoff onceAllAreFound = new Backoff(Duration.ZERO, Duration.ZERO, () -> {
            try {
                assertThat(scanned.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        });
        Path[] both = {file("a", 1), file("b", 1)};
        Summary summary;
        try (NoOrigin nobody = NoOrigin.refusing()) {
            sender = new Sender(settings(nobody.port()).withRetries(3, onceAllAreFound), recorder);
            summary = sender.send(sink -> {
                for (Path file : both) {
                    new Scan(false, sink).path(file);
                }
                scanned.countDown();
            });
        }
        assertThat(summary.exitStatus()).isEqualTo(1);
        assertThat(summary.now().failed()).isEqualTo(2);
        assertThat(recorder.lines)
                .containsSubsequence(
                        "retry connection CONNECTION 1", "retry connection CONNECTION 3", "gave up CONNECTION 2");
    }

    @Test
    @DisplayName("a receiver that says nothing is given up after the idle time-out, wherever it stops")
    void silence() throws Exception {
        Path small = file("small", 10);
        Path big = file("big", 50_000_000);
        CountDownLatch end = new CountDownLatch(1);
        OddReceiver.Script mute = peer -> end.await();
        OddReceiver.Script noReady = peer -> {
            peer.hello();
            peer.next();
            end.await();
        };
        OddReceiver.Script noReading = peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.say(new Message.Ready(0, OddReceiver.digest(begin, new byte[0])));
            end.await();
        };
        for (OddReceiver.Script script : List.of(mute, noReady, noReading)) {
            try (OddReceiver receiver = new OddReceiver(script, script)) {
                SendSettings settings = settings(receiver.port())
                        .withRetries(1, AT_ONCE)
                        .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
                recorder.lines.clear();
                assertThat(send(settings, script == noReading ? big : small).exitStatus())
                        .isEqualTo(1);
                assertThat(recorder.lines).contains("retry connection TIMEOUT 1");
            }
        }
        end.countDown();
    }

    @Test
    @DisplayName("a slow receiver that says PONG now and then is waited for")
    void pong() throws Exception {
        Path file = file("a", 10);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.next();
            Message.End end = peer.next(Message.End.class);
            for (int i = 0; i < 14; i++) {
                Thread.sleep(250);
                peer.say(Message.Signal.PONG);
            }
            peer.say(OddReceiver.committed(begin, end));
            peer.next();
        })) {
            SendSettings settings =
                    settings(receiver.port()).withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(3));
            assertThat(send(settings, file).exitStatus()).isZero();
            assertThat(receiver.connections).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("but not for ever")
    void pongForEver() throws Exception {
        Path file = file("a", 10);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            peer.next(Message.Begin.class);
            while (true) {
                Thread.sleep(20);
                peer.say(Message.Signal.PONG);
            }
        })) {
            SendSettings settings = settings(receiver.port())
                    .withRetries(0, AT_ONCE)
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(50));
            assertThat(send(settings, file).exitStatus()).isEqualTo(1);
            assertThat(recorder.lines).anyMatch(line -> line.contains("TIMEOUT"));
        }
    }

    @Test
    @DisplayName("a file that becomes shorter or is rewritten while it is read is CANCELled, and sent as it is then")
    void changes() throws Exception {
        for (String how : List.of("shorter", "rewritten")) {
            Path file = old(file("big", 40_000_000));
            try (OddReceiver receiver = new OddReceiver(peer -> {
                peer.hello();
                Message.Begin begin = peer.next(Message.Begin.class);
                peer.say(new Message.Ready(0, OddReceiver.digest(begin, new byte[0])));
                peer.next(Message.Data.class); // the rest does not fit into the network's buffers
                if (how.equals("shorter")) {
                    Files.newByteChannel(file, StandardOpenOption.WRITE)
                            .truncate(100)
                            .close();
                } else {
                    Files.writeString(file, "new", StandardOpenOption.WRITE);
                }
                Message message;
                do {
                    message = peer.next();
                } while (message instanceof Message.Data);
                assertThat(message).isIn(Message.Signal.CANCEL);
                peer.say(Message.Refusal.reject(Code.CANCELLED, "As you like."));
                peer.takeOne(0, new byte[0]);
            })) {
                Summary summary = send(receiver, file);
                assertThat(summary.exitStatus()).as(how).isZero();
                assertThat(receiver.files.get("big")).isEqualTo(Files.readAllBytes(file));
                assertThat(summary.now().bytes()).isEqualTo(Files.size(file));
                assertThat(summary.now().percent()).isEqualTo(100);
                assertThat(recorder.lines).contains("retry big CHANGED 1");
            }
        }
    }

    @Test
    @DisplayName("with --watch a file that changes is not sent at all")
    void steady() throws Exception {
        Path file = old(file("big", 40_000_000));
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.say(new Message.Ready(0, OddReceiver.digest(begin, new byte[0])));
            peer.next(Message.Data.class);
            Files.writeString(file, "new", StandardOpenOption.WRITE);
            while (peer.next() instanceof Message.Data) {
                // on
            }
            peer.say(Message.Refusal.reject(Code.CANCELLED, "As you like."));
            assertThat(peer.next()).isNull();
        })) {
            Summary summary = send(settings(receiver.port()).withSteady(true), file);
            assertThat(summary.exitStatus()).isEqualTo(1);
            assertThat(recorder.lines).contains("failed big CHANGED");
            assertThat(receiver.faults).isEmpty();
        }
    }

    @Test
    @DisplayName("names and files that are too long for this receiver are not even tried")
    void limits() throws Exception {
        file("x/" + "n".repeat(200) + "/" + "m".repeat(200), 1);
        file("x/big", 2000);
        file("x/good", 1000);
        Message.Limits strict = new Message.Limits(255, 4096, 1000, 30_000);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello(strict);
            while (peer.takeOne(0, new byte[0])) {
                // on
            }
        })) {
            assertThat(send(receiver, folder.resolve("x")).now().failed()).isEqualTo(2);
            assertThat(receiver.files).containsOnlyKeys("x/good");
            assertThat(recorder.lines).contains("failed x/big TOO_LARGE");
        }
    }

    @Test
    @DisplayName("several connections share the files out; if only one is let in, it does all")
    void connections() throws Exception {
        for (int i = 0; i < 50; i++) {
            file("many/" + i, 100_000);
        }
        try (OddReceiver receiver = new OddReceiver()) {
            Summary summary = send(settings(receiver.port()).withConnections(4), folder.resolve("many"));
            assertThat(summary.now().committed()).isEqualTo(50);
            assertThat(receiver.files).hasSize(50);
        }
        OddReceiver.Script busy = peer -> peer.hello(Message.Refusal.error(Code.BUSY, "Later."));
        OddReceiver.Script[] scripts = new OddReceiver.Script[100];
        Arrays.fill(scripts, busy);
        scripts[0] = peer -> {
            Thread.sleep(200);
            peer.takeAll();
        };
        try (OddReceiver receiver = new OddReceiver(scripts)) {
            SendSettings settings = settings(receiver.port())
                    .withConnections(4)
                    .withRetries(3, new Backoff(Duration.ofMillis(1500), Duration.ofMillis(1500), () -> 1));
            assertThat(send(settings, folder.resolve("many")).now().committed()).isEqualTo(50);
        }
    }

    @Test
    @DisplayName("--limit-rate holds")
    void rate() throws Exception {
        Path file = file("a", 200_000);
        try (OddReceiver receiver = new OddReceiver()) {
            Summary summary = send(settings(receiver.port()).withLimitRate(200_000), file);
            assertThat(summary.exitStatus()).isZero();
            assertThat(summary.now().elapsed()).isBetween(Duration.ofMillis(800), Duration.ofSeconds(30));
        }
    }

    @Test
    @DisplayName("when it is stopped it lets a big file be, soon, and says so")
    void stop() throws Exception {
        Path file = file("big", 50_000_000);
        CountDownLatch begun = new CountDownLatch(1);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.hello();
            Message.Begin begin = peer.next(Message.Begin.class);
            peer.say(new Message.Ready(0, OddReceiver.digest(begin, new byte[0])));
            while (peer.next() != null) {
                begun.countDown();
                Thread.sleep(10);
            }
        })) {
            CompletableFuture<Summary> summary = CompletableFuture.supplyAsync(() -> {
                try {
                    return send(settings(receiver.port()), file);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            sender.stop();
            assertThat(summary.get(30, TimeUnit.SECONDS).exitStatus()).isEqualTo(130);
            assertThat(receiver.heard()).doesNotContain("END", "CANCEL");
        }
    }

    @Test
    @DisplayName("a connection is not held while there is nothing to send")
    void notHeld() throws Exception {
        file("a", 1);
        file("b", 1);
        CountDownLatch closed = new CountDownLatch(1);
        try (OddReceiver receiver = new OddReceiver(peer -> {
            peer.takeAll();
            closed.countDown();
        })) {
            sender = new Sender(settings(receiver.port()), recorder);
            Summary summary = sender.send(sink -> {
                Scan scan = new Scan(false, sink);
                scan.path(folder.resolve("a"));
                assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
                scan.path(folder.resolve("b"));
            });
            assertThat(summary.now().committed()).isEqualTo(2);
            assertThat(receiver.connections).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("an address that nobody has is told at once")
    void unknownHost() throws Exception {
        Summary summary = send(SendSettings.to("no-such-host.invalid", 1), file("a", 1));
        assertThat(summary.exitStatus()).isEqualTo(1);
        assertThat(recorder.lines).containsExactly("gave up CONNECTION 1");
    }

    @Test
    @DisplayName(
            "a file that has become a named pipe or a folder since it was found is not sent, and nobody waits for it")
    @DisabledOnOs(OS.WINDOWS)
    void noFileAnyMore() throws Exception {
        Path pipe = file("pipe", 5);
        Path directory = file("directory", 5);
        List<Item> items = new ArrayList<>();
        for (Path path : List.of(pipe, directory)) {
            items.add(Item.of(path, path.getFileName().toString(), Item.attributes(path)));
            Files.delete(path);
        }
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        file("directory/in-it", 5);
        try (OddReceiver receiver = new OddReceiver()) {
            Summary summary = new Sender(settings(receiver.port()), recorder).send(sink -> {
                for (Item item : items) {
                    sink.found(item);
                }
            });
            assertThat(summary.exitStatus()).isEqualTo(1);
            assertThat(summary.now().failed()).isEqualTo(2);
            assertThat(receiver.files).isEmpty();
        }
        assertThat(recorder.lines).contains("failed pipe UNREADABLE", "failed directory UNREADABLE");
    }
}
