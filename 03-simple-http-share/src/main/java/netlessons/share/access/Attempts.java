package netlessons.share.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many wrong passwords came from where: a few are mistakes, thousands are somebody who tries them all. Each address
 * may be wrong so many times at once, and after that once in a while. Safe for threads.
 */
final class Attempts {
    static final int AT_ONCE = 60;
    private static final long WHILE = TimeUnit.SECONDS.toNanos(2);

    /** The oldest is forgotten: a liar with a million addresses fills no memory. */
    private static final int MOST_ADDRESSES = 1000;

    private final LongSupplier clock;
    private final Map<String, Long> paidUntil = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /** @param clock nanoseconds, from anywhere, that never go back */
    Attempts(LongSupplier clock) {
        this.clock = clock;
    }

    /** Each mistake costs a while; who owes more than so many of them has to wait. */
    synchronized boolean mayTry(InetAddress client) {
        Long owed = paidUntil.get(key(client));
        return owed == null || owed - clock.getAsLong() <= (AT_ONCE - 1) * WHILE;
    }

    synchronized void wasWrong(InetAddress client) {
        long now = clock.getAsLong();
        Long owed = paidUntil.get(key(client));
        paidUntil.put(key(client), (owed == null || owed - now < 0 ? now : owed) + WHILE);
    }

    /** Of an IPv6 address the network: its owner has all of the 2^64 addresses in it. */
    private static String key(InetAddress client) {
        byte[] address = client.getAddress();
        return client instanceof Inet6Address ? Arrays.toString(Arrays.copyOf(address, 8)) : Arrays.toString(address);
    }
}
