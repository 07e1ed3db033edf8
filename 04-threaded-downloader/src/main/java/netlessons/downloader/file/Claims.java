package netlessons.downloader.file;

import java.io.Closeable;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which names are given away in this run. Two that differ only in case or in Unicode form are one: on many systems they
 * would be the same file. Safe for use by many threads.
 */
final class Claims {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Claim> taken = new HashMap<>();

    /** For names that more than one wanted: how many were tried, so that the thousandth need not try all of them. */
    private final Map<String, Integer> twins = new HashMap<>();

    private static String key(String name) {
        return Names.composed(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    /** Takes a name, unless somebody has it. */
    Optional<Claim> take(String name) {
        String key = key(name);
        lock.lock();
        try {
            Claim claim = new Claim(name, key);
            return taken.putIfAbsent(key, claim) == null ? Optional.of(claim) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** From which twin of a name on it makes sense to look for a free one. */
    int firstTwin(String name) {
        lock.lock();
        try {
            return twins.getOrDefault(key(name), 0);
        } finally {
            lock.unlock();
        }
    }

    /** All twins before this one are taken. */
    void firstTwin(String name, int number) {
        if (number > 0) {
            lock.lock();
            try {
                twins.merge(key(name), number, Math::max);
            } finally {
                lock.unlock();
            }
        }
    }

    /** A name that is ours. */
    final class Claim implements Closeable {
        private final String name;
        private final String key;
        private boolean kept;

        private Claim(String name, String key) {
            this.name = name;
            this.key = key;
        }

        String name() {
            return name;
        }

        /** Nobody else in this run is to have it, not even when we are done. */
        void keep() {
            kept = true;
        }

        /** Gives it back. Once more does nothing, not even if it is somebody else's then. */
        @Override
        public void close() {
            if (!kept) {
                lock.lock();
                try {
                    taken.remove(key, this);
                } finally {
                    lock.unlock();
                }
            }
        }
    }
}
