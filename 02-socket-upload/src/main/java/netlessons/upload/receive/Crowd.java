package netlessons.upload.receive;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Counts who is inside, in all and from each address, and lets nobody in beyond that. Safe for use by many threads. */
final class Crowd {
    /** Of an IPv6 address: one household gets as many addresses as there are in the rest. */
    private static final int NETWORK = 8;

    private final int most;
    private final int mostFromOne;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> inside = new HashMap<>();
    private int all;

    Crowd(int most, int mostFromOne) {
        this.most = most;
        this.mostFromOne = mostFromOne;
    }

    /** Whether one more from this address has come in. */
    boolean enter(InetAddress address) {
        lock.lock();
        try {
            int fromOne = inside.getOrDefault(place(address), 0);
            if (all >= most || fromOne >= mostFromOne) {
                return false;
            }
            inside.put(place(address), fromOne + 1);
            all++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(InetAddress address) {
        lock.lock();
        try {
            inside.computeIfPresent(place(address), (place, count) -> count > 1 ? count - 1 : null);
            all--;
        } finally {
            lock.unlock();
        }
    }

    private static String place(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK) : bytes);
    }
}
