package netlessons.share.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Pictures that were made a while ago, the last used ones, as long as they fit into some memory. Safe for threads. */
final class PictureCache {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Resizer.Picture> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private long size;

    /** @param most bytes of all pictures together */
    PictureCache(long most) {
        this.most = most;
    }

    Optional<Resizer.Picture> find(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(pictures.get(key));
        } finally {
            lock.unlock();
        }
    }

    void keep(String key, Resizer.Picture picture) {
        lock.lock();
        try {
            Resizer.Picture before = pictures.put(key, picture);
            size += picture.bytes().length - (before == null ? 0 : before.bytes().length);
            for (var all = pictures.values().iterator(); size > most && all.hasNext(); ) {
                size -= all.next().bytes().length;
                all.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
