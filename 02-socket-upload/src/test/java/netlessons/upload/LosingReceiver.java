package netlessons.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import netlessons.testkit.SenderRun;
import netlessons.testkit.SenderTarget;

/** A receiver for tests of senders whose connections are lost where the test wants it. Safe for threads. */
class LosingReceiver extends ModelReceiver {
    /** Where a connection is lost. */
    enum Place {
        BEFORE_LIMITS,
        AT_BEGIN,
        AFTER_READY,
        IN_THE_DATA,
        BEFORE_THE_FINAL_FRAME
    }

    /** The end of a connection, which is no failure. */
    static final class Lost extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final int MOST_RUNS = 10;

    /** All BEGIN frames. */
    final List<WireBegin> begins = new CopyOnWriteArrayList<>();
    /** The offsets of the READY frames. */
    final List<Long> offsets = new CopyOnWriteArrayList<>();
    /** How much of the file was there after the first DATA frame of each of these uploads. */
    final List<Long> afterFirst = new CopyOnWriteArrayList<>();

    /** Whether a sender may be ended within a frame. */
    volatile boolean senderEnds;

    private final Place place;
    private final boolean reset;
    private int times;

    /**
     * @param times how many connections are lost, from the first one on
     * @param reset with RST, and not with FIN
     */
    LosingReceiver(Place place, int times, boolean reset) {
        this.place = place;
        this.times = times;
        this.reset = reset;
    }

    @Override
    public void play(FrameWire wire, int connection) throws Exception {
        try {
            super.play(wire, connection);
        } catch (Lost e) {
            if (reset) {
                wire.reset();
            }
        } catch (AssertionError e) {
            if (!senderEnds) {
                throw e;
            }
        }
    }

    private synchronized void lose(Place now) throws Lost {
        if (now == place && times > 0) {
            times--;
            throw new Lost();
        }
    }

    @Override
    void greet(FrameWire wire, int connection) throws Exception {
        lose(Place.BEFORE_LIMITS);
        super.greet(wire, connection);
    }

    @Override
    void say(FrameWire wire, WireFrame frame) throws Exception {
        if (frame.type() == 'R') {
            lose(Place.AT_BEGIN);
            offsets.add(frame.number());
        } else {
            lose(Place.BEFORE_THE_FINAL_FRAME);
        }
        super.say(wire, frame);
        lose(Place.AFTER_READY);
    }

    @Override
    WireFrame ready(WireBegin begin) {
        begins.add(begin);
        byte[] there = files.get(begin.name());
        if (there != null && there.length == begin.size()) {
            partial.put(key(begin), there);
        }
        return super.ready(begin);
    }

    @Override
    WireFrame verdict(WireBegin begin, byte[] bytes) {
        return Arrays.equals(files.get(begin.name()), bytes)
                ? WireFrame.have(begin.size(), begin.digest(bytes), begin.name())
                : super.verdict(begin, bytes);
    }

    @Override
    WireFrame meanwhile(Open open) throws Exception {
        if (!open.begin.eager() && afterFirst.size() < offsets.size()) {
            afterFirst.add((long) open.bytes.size());
        }
        if (open.bytes.size() * 2L > open.begin.size()) {
            lose(Place.IN_THE_DATA);
        }
        return null;
    }

    /**
     * Starts the sender; one that does not try again by itself is started again.
     *
     * @throws AssertionError if that does not help
     */
    static void send(SenderTarget sender, ScriptedReceiver receiver, Path path) {
        for (int run = 1; run < MOST_RUNS; run++) {
            SenderRun one = sender.start(receiver.port(), path);
            if (receiver.await(one) == 0) {
                return;
            }
        }
        receiver.expectSuccess(sender.start(receiver.port(), path));
    }
}
