package netlessons.upload.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netlessons.upload.protocol.FileDigest;
import netlessons.upload.protocol.FrameType;
import netlessons.upload.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a big file takes: room on the disk, and nothing else. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class BigFilesIT {
    /** More than 32 bits can count; -Dbig=10 for what the design promises, which takes as long as it takes. */
    private static final long GIBIBYTES = Long.getLong("big", 2) << 30;

    @TempDir
    Path folder;

    /** Nearly all of it is there already and is a hole: the digest is made of all of it, and little has to be written. */
    @Test
    void aFileOfManyGibibytesPassesWith64MebibytesOfMemory() throws Exception {
        byte[] last = new byte[4 << 20];
        last[last.length - 1] = 'x';
        long size = GIBIBYTES + 1;
        long there = size - last.length;
        Message.Begin begin = TestSender.begin("big", size);
        try (java.io.RandomAccessFile part =
                new java.io.RandomAccessFile(TestSender.partial(folder, begin).toFile(), "rw")) {
            part.setLength(there);
        }
        FileDigest digest = TestSender.KIND.begin();
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long at = 0; at < there; at += zeros.limit()) {
            digest.update(zeros.clear().limit((int) Math.min(zeros.capacity(), there - at)));
        }
        try (ReceiveProgram program = start();
                TestSender sender = TestSender.greeted(program.address())) {
            assertThat(sender.say(begin).answer()).isEqualTo(new Message.Ready(there, digest.value()));
            send(sender, there, last);
            digest.update(ByteBuffer.wrap(last));
            sender.say(new Message.End(digest.value())).isCommitted("big", false);
        }
        assertThat(folder.resolve("big")).hasSize(size);
    }

    /** All of it goes over the wire, from several senders at once, with what each of them needs of memory. */
    @Test
    void manySendersPassWith64MebibytesOfMemory() throws Exception {
        byte[] piece = new byte[1 << 20];
        int pieces = 16;
        FileDigest digest = TestSender.KIND.begin();
        for (int i = 0; i < pieces; i++) {
            digest.update(ByteBuffer.wrap(piece));
        }
        try (ReceiveProgram program = start()) {
            java.net.InetSocketAddress address = program.address();
            List<TestSender> senders = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                senders.add(TestSender.greeted(address));
                senders.get(i)
                        .say(TestSender.begin("file" + i, (long) pieces * piece.length))
                        .isReady(0);
            }
            for (long at = 0; at < pieces; at++) {
                for (TestSender sender : senders) {
                    send(sender, at * piece.length, piece);
                }
            }
            for (TestSender sender : senders) {
                sender.say(new Message.End(digest.value()));
            }
            for (int i = 0; i < senders.size(); i++) {
                senders.get(i).isCommitted("file" + i, false).close();
            }
        }
        for (int i = 0; i < 32; i++) {
            Files.delete(folder.resolve("file" + i));
        }
    }

    /** More senders than there is memory for: those who get none are told to come back, the others notice nothing. */
    @Test
    void whoeverFindsNoMemoryIsTold() throws Exception {
        List<TestSender> served = new ArrayList<>();
        int told = 0;
        try (ReceiveProgram program = start("--max-connections-per-ip=200")) {
            java.net.InetSocketAddress address = program.address();
            for (int i = 0; i < 150; i++) {
                TestSender sender = TestSender.greeted(address);
                sender.say(Message.Signal.PING);
                if (sender.frame().type() == FrameType.PONG) {
                    served.add(sender);
                } else {
                    told++;
                    sender.close();
                }
            }
            assertThat(served).hasSizeGreaterThan(64);
            assertThat(told).isPositive();
            for (TestSender sender : served) {
                sender.say(TestSender.eager("x", 0), TestSender.end()).answer();
                sender.close();
            }
            program.interrupt();
            assertThat(program.lines().filter(line -> line.contains("Error"))).isEmpty();
            assertThat(program.exitStatus()).isZero();
        }
    }

    private ReceiveProgram start(String... options) throws java.io.IOException {
        List<String> all = new ArrayList<>(List.of("--dir", folder.toString(), "--port=0"));
        all.addAll(List.of(options));
        return ReceiveProgram.start(List.of("-Xmx64m"), all.toArray(String[]::new));
    }

    private static void send(TestSender sender, long offset, byte[] bytes) throws java.io.IOException {
        int most = Limits.DEFAULT.data();
        for (int at = 0; at < bytes.length; at += most) {
            byte[] one = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + most));
            sender.say(TestSender.data(offset + at, one));
        }
    }
}
