package netlessons.downloader.options;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import netlessons.downloader.fetch.Item;
import netlessons.downloader.text.Printable;

/**
 * A list of files that comes line by line, from a pipe or from somebody who types it. It ends at the end of the input,
 * at a line that cannot be understood, or when it is closed. To be iterated once; {@link #close} is for any thread.
 *
 * <p>A read from standard input cannot be interrupted: so a thread of its own does it, and nobody waits for that one.
 */
final class LiveList implements Iterable<Item>, Items.Live {
    private static final Next END = new Next(Optional.empty(), Optional.empty());

    private final List<Item> first;
    private final InputStream input;
    /** Whoever types waits for nothing; whoever pipes a million lines in does not fill the memory. */
    private final BlockingQueue<Next> queue = new ArrayBlockingQueue<>(16);

    private volatile boolean closed;
    private volatile Optional<Wrong> fault = Optional.empty();

    /** Neither is there: the end. */
    private record Next(Optional<Item> item, Optional<Wrong> fault) {}

    /** @param first what comes before it */
    LiveList(List<Item> first, InputStream input) {
        this.first = first;
        this.input = input;
    }

    @Override
    public Optional<Wrong> fault() {
        return fault;
    }

    /** Whoever waits for the next item learns that there is none. */
    @Override
    public void close() {
        closed = true;
        queue.clear();
        queue.offer(END); // full again already: then somebody will find that it is closed
    }

    @Override
    public Iterator<Item> iterator() {
        Thread thread = new Thread(this::read, "list");
        thread.setDaemon(true);
        thread.start();
        return new Lines();
    }

    private void read() {
        ListLines lines = new ListLines(input);
        Next last =
                fault("Standard input cannot be read"); // unless something better is known: who waits has to learn it
        try {
            for (Item item : first) {
                queue.put(new Next(Optional.of(item), Optional.empty()));
            }
            for (String line = lines.next(); line != null && !closed; line = lines.next()) {
                Optional<Item> item = Line.parse(line);
                if (item.isPresent()) {
                    queue.put(new Next(item, Optional.empty()));
                }
            }
            last = END;
        } catch (Wrong e) {
            last = fault("Standard input, line " + lines.number() + ": " + e.getMessage());
        } catch (IOException e) {
            last = fault("Standard input cannot be read: " + Printable.of(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        } finally {
            end(last);
        }
    }

    private static Next fault(String message) {
        return new Next(Optional.empty(), Optional.of(new Wrong(message)));
    }

    private void end(Next last) {
        try {
            queue.put(last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Lines implements Iterator<Item> {
        private Item next;
        private boolean ended;

        /** Waits for the next line; an interrupt ends the list. */
        @Override
        public boolean hasNext() {
            if (next == null && !ended) {
                try {
                    Next taken = queue.take();
                    fault = taken.fault();
                    next = closed ? null : taken.item().orElse(null);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ended = next == null;
            }
            return next != null;
        }

        @Override
        public Item next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Item item = next;
            next = null;
            return item;
        }
    }
}
