package netlessons.upload.send;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import netlessons.upload.protocol.Message;

/** Keeps one connection going while there is something to send: connects, and tries anew when it breaks. */
final class Worker {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Job job;
    private final Dialler dialler;
    private final Set<Liveness> connections;
    private final AtomicInteger talking;

    private boolean hasTalked;
    private boolean hopeless;

    /**
     * @param connections where this connection is while it is open, for the clock
     * @param talking how many workers have a connection that works
     */
    Worker(Job job, Set<Liveness> connections, AtomicInteger talking) {
        this.job = job;
        this.dialler = new Dialler(job.settings());
        this.connections = connections;
        this.talking = talking;
    }

    // @start region=retry
    /** Until there is nothing more to send, or nobody to send it to. */
    void run() throws InterruptedException {
        SendSettings settings = job.settings();
        int failures = 0;
        for (Outgoing next; (next = job.backlog().take(FOR_EVER, () -> false)) != null; ) {
            long before = job.advances();
            Fault fault = converse(next);
            if (fault == null || job.isStopped()) {
                failures = 0;
                continue;
            }
            failures = job.advances() > before ? 1 : failures + 1;
            if (hopeless || failures > settings.retries()) {
                if (talking.get() == 0) { // else the connections that work do it all
                    job.giveUp(fault);
                }
                return;
            }
            Duration wait = settings.backoff().before(failures);
            job.progress().retrying(null, fault, wait, failures, settings.retries());
            job.sleep(wait);
        }
    }
    // @end

    /** One connection. Returns why it broke; null if it came to its end. */
    private Fault converse(Outgoing first) throws InterruptedException {
        SocketChannel channel;
        try {
            channel = dialler.connect();
        } catch (IOException e) {
            return unanswered(first, Fault.of(e));
        }
        Liveness connection = new Liveness(channel, job.settings().patience());
        connections.add(connection);
        try {
            return converse(connection, first);
        } finally {
            connections.remove(connection);
            connection.end();
        }
    }

    private Fault converse(Liveness connection, Outgoing first) throws InterruptedException {
        Conversation conversation = new Conversation(connection, job);
        Message.Limits limits;
        try {
            limits = conversation.begin();
        } catch (IOException e) {
            return unanswered(first, connection.fault(e));
        }
        hasTalked = true;
        connection.due(conversation::isOwed, job.settings().patience(limits));
        talking.incrementAndGet();
        try {
            conversation.send(limits, first);
            return null;
        } catch (IOException e) {
            Fault fault = connection.fault(e);
            job.lost(conversation.rest(), conversation.held(), fault);
            return fault;
        } finally {
            talking.decrementAndGet();
        }
    }

    /** There was no conversation at all. What would not be better the next time is hopeless, unless it was better before. */
    private Fault unanswered(Outgoing first, Fault fault) {
        job.backlog().giveBack(List.of(first));
        hopeless = !fault.again() && !hasTalked;
        return fault;
    }
}
