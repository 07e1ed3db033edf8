package netlessons.upload.receive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.upload.protocol.Message;

/**
 * Uploads that have ended and are published together, in the order in which they came, with the rejections between
 * them: what costs most is to force a folder, and that is done once for all of them. For one thread at a time.
 */
final class Group implements Closeable {
    private final Publisher publisher;
    private final Root root;
    private final Forcer forcer;
    private final AtomicInteger files;
    private final List<Ending> endings = new ArrayList<>();
    private long bytes;
    private boolean waits = true;
    private long since;

    /** @param files of all groups together, which are open until they are published */
    Group(Publisher publisher, Root root, Forcer forcer, AtomicInteger files) {
        this.files = files;
        this.forcer = forcer;
        this.publisher = publisher;
        this.root = root;
    }

    /** One upload, whole, and its final answer as soon as that is known. */
    private static final class Ending implements Forcer.Task {
        private final String name;
        private final Upload upload;
        private volatile Message answer;

        private Ending(String name, Upload upload, Message answer) {
            this.name = name;
            this.upload = upload;
            this.answer = answer;
        }

        private boolean hasFile() {
            return upload != null && upload.temporary().isPresent();
        }

        @Override
        public long size() {
            return upload.size();
        }

        @Override
        public void force() {
            try {
                upload.temporary().orElseThrow().force();
            } catch (IOException e) {
                reject(Rejection.of(e));
            }
        }

        private void reject(Rejection reason) {
            answer = reason.message();
            Quietly.run(upload::discard);
        }
    }

    /** The final answer to the upload of this name. */
    record Answer(String name, Message message) {}

    /** One that is whole. */
    void add(Upload upload) {
        add(new Ending(upload.name().toString(), upload, null));
        bytes += upload.size();
        waits &= upload.isEager();
        files.incrementAndGet();
    }

    /** One that is answered already; only not before the others. */
    void add(String name, Message.Refusal answer) {
        add(new Ending(name, null, answer));
    }

    private void add(Ending ending) {
        since = endings.isEmpty() ? System.nanoTime() : since;
        endings.add(ending);
    }

    /** Whether it is time to publish: one that is not EAGER is big, and its sender may have nothing else to send. */
    boolean isFull() {
        return !waits
                || endings.size() >= Limits.GROUP
                || bytes >= Limits.GROUP_BYTES
                || files.get() > Limits.GROUPED_FILES;
    }

    /** Whether the first of them has waited long enough, however much more comes. */
    boolean isLate() {
        return !endings.isEmpty() && System.nanoTime() - since > Limits.GROUP_NANOS;
    }

    boolean isEmpty() {
        return endings.isEmpty();
    }

    // @start region=commit
    /**
     * Publishes all of them, and returns their final answers in order.
     *
     * @throws IOException if the client has gone meanwhile
     */
    List<Answer> commit(Signs signs) throws IOException {
        List<Ending> all = takeAll();
        try {
            forcer.force(all.stream().filter(Ending::hasFile).toList(), signs);
            each(all, ending -> ending.answer = publisher.publish(ending.upload, signs));
            forceFolders(all);
        } finally {
            closeAll(all);
        }
        return all.stream()
                .map(ending -> new Answer(ending.name, ending.answer))
                .toList();
    }
    // @end

    /** Those that have not been published never will be. */
    @Override
    public void close() {
        closeAll(takeAll());
    }

    private List<Ending> takeAll() {
        List<Ending> all = List.copyOf(endings);
        endings.clear();
        bytes = 0;
        waits = true;
        return all;
    }

    private void closeAll(List<Ending> all) {
        for (Ending ending : all) {
            if (ending.upload != null) {
                Quietly.run(ending.upload::close);
                files.decrementAndGet();
            }
        }
    }

    private interface Step {
        void take(Ending ending) throws IOException, Rejection;
    }

    /** One step with each upload that has no answer yet; one that fails is answered by that. */
    private static void each(List<Ending> all, Step step) throws IOException {
        for (Ending ending : all) {
            if (ending.answer == null) {
                try {
                    step.take(ending);
                } catch (Rejection e) {
                    ending.reject(e);
                }
            }
        }
    }

    /** If that fails the files are there, but we cannot promise it: the sender asks again, and finds them. */
    private void forceFolders(List<Ending> all) {
        Set<Path> changed = new LinkedHashSet<>();
        for (Ending ending : all) {
            if (ending.answer instanceof Message.Committed) {
                Path target = ending.upload.target();
                changed.add(ending.upload.isFolder() ? target : target.getParent());
            }
        }
        try {
            root.force(changed);
        } catch (IOException e) {
            Rejection rejection = Rejection.of(e);
            all.stream()
                    .filter(ending -> ending.answer instanceof Message.Committed)
                    .forEach(ending -> ending.reject(rejection));
        }
    }
}
