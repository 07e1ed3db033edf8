package netlessons.upload.send;

import java.io.IOException;

/** One item on its way, over as many attempts as it takes. For one thread at a time: the one that took it. */
final class Outgoing {
    private Item item;
    private int tries;
    private long farthest;
    private long notBefore;

    Outgoing(Item item) {
        this.item = item;
    }

    Item item() {
        return item;
    }

    /** Looks at the file anew, after it had changed; returns what it was. */
    Item refresh() throws IOException {
        Item before = item;
        item = item.now();
        farthest = item.isLike(before) ? farthest : 0;
        return before;
    }

    /** How many attempts failed since the last one that came farther than those before it. */
    int tries() {
        return tries;
    }

    void tried() {
        tries++;
    }

    /** The receiver has the file up to here; returns whether that is more than ever before. */
    boolean reached(long offset) {
        boolean farther = offset > farthest;
        if (farther) {
            farthest = offset;
            tries = 0;
        }
        return farther;
    }

    /** When it may be tried again, in System.nanoTime. */
    long notBefore() {
        return notBefore;
    }

    void waitUntil(long time) {
        notBefore = time;
    }
}
