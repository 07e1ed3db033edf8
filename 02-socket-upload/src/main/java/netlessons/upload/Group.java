package netlessons.upload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Uploads that have ended and are published together, in the order in which they came, with the rejections between
 * them: what costs most is to force a folder, and that is done once for all of them. For one thread at a time.
 */
final class Group implements Closeable {
    private final Publisher publisher;
    private final Folders folders;
    private final Forcer forcer;
    private final List<Ending> endings = new ArrayList<>();
    private long bytes;
    private boolean waits = true;
    private long since;

    Group(Publisher publisher, Folders folders, Forcer forcer) {
        this.forcer = forcer;
        this.publisher = publisher;
        this.folders = folders;
    }

    /** One upload, whole, and its final answer as soon as that is known. */
    private static final class Ending implements Forcer.Task {
        private final Upload upload;
        private volatile Message answer;

        private Ending(Upload upload, Message answer) {
            this.upload = upload;
            this.answer = answer;
        }

        private boolean hasFile() {
            return upload != null && upload.partial().isPresent();
        }

        @Override
        public long size() {
            return upload.size();
        }

        @Override
        public void force() {
            try {
                upload.partial().orElseThrow().force();
            } catch (IOException e) {
                reject(Rejection.of(e));
            }
        }

        private void reject(Rejection reason) {
            answer = reason.message();
            Quietly.run(upload::discard);
        }

        private void close() {
            if (upload != null) {
                Quietly.run(upload::close);
            }
        }
    }

    void add(Upload upload) {
        add(new Ending(upload, null));
        bytes += upload.size();
        waits &= upload.isEager();
    }

    /** An upload that is answered already; only not before the others. */
    void add(Message.Refusal answer) {
        add(new Ending(null, answer));
    }

    private void add(Ending ending) {
        since = endings.isEmpty() ? System.nanoTime() : since;
        endings.add(ending);
    }

    /** Whether it is time to publish: one that is not EAGER is big, and its sender may have nothing else to send. */
    boolean isFull() {
        return !waits || endings.size() >= Limits.GROUP || bytes >= Limits.GROUP_BYTES;
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
    List<Message> commit(Signs signs) throws IOException {
        List<Ending> all = List.copyOf(endings);
        endings.clear();
        bytes = 0;
        waits = true;
        try {
            forcer.force(all.stream().filter(Ending::hasFile).toList(), signs);
            each(all, ending -> ending.answer = publisher.publish(ending.upload, signs));
            forceFolders(all);
        } finally {
            all.forEach(Ending::close);
        }
        return all.stream().map(ending -> ending.answer).toList();
    }
    // @end

    /** Those that have not been published never will be. */
    @Override
    public void close() {
        endings.forEach(Ending::close);
        endings.clear();
        bytes = 0;
        waits = true;
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
            folders.force(changed);
        } catch (IOException e) {
            Rejection rejection = Rejection.of(e);
            all.stream()
                    .filter(ending -> ending.answer instanceof Message.Committed)
                    .forEach(ending -> ending.reject(rejection));
        }
    }
}
