package netlessons.share.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Pictures that were made a while ago, the last used ones, as long as they fit into some memory. Safe for threads. */
final class PictureCache {
    /** In bytes: what an entry takes beside its picture. Many tiny pictures are not for nothing. */
    static final int OVERHEAD = 512;

    /** One picture gets at most this part of the memory: else a large one would drive out all others. */
    private static final int LARGEST = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Picture> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private long size;

    /** @param most bytes of all pictures together */
    PictureCache(long most) {
        this.most = most;
    }

    Optional<Picture> find(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(pictures.get(key));
        } finally {
            lock.unlock();
        }
    }

    void keep(String key, Picture picture) {
        if (cost(picture) > most / LARGEST) {
            return;
        }
        lock.lock();
        try {
            Picture before = pictures.put(key, picture);
            size += cost(picture) - (before == null ? 0 : cost(before));
            for (var all = pictures.values().iterator(); size > most && all.hasNext(); ) {
                size -= cost(all.next());
                all.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** In bytes. */
    long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private static long cost(Picture picture) {
        return picture.bytes().length + OVERHEAD;
    }
}
