package netlessons.upload.receive;

import java.time.Duration;
import java.util.function.Consumer;

/** The limits of the receiver, but for some that a test sets. */
public final class LimitsDraft {
    int name = Limits.DEFAULT.name();
    int data = Limits.DEFAULT.data();
    long file = Limits.DEFAULT.file();
    long quota = Limits.DEFAULT.quota();
    long minFree = Limits.DEFAULT.minFree();
    boolean hidden = Limits.DEFAULT.hidden();
    int connections = Limits.DEFAULT.connections();
    int connectionsPerAddress = Limits.DEFAULT.connectionsPerAddress();
    Duration preambleTimeout = Limits.DEFAULT.preambleTimeout();
    public Duration idleTimeout = Limits.DEFAULT.idleTimeout();
    long minimumRate = Limits.DEFAULT.minimumRate();
    Duration pingTimeout = Limits.DEFAULT.pingTimeout();
    Duration linger = Limits.DEFAULT.linger();
    public Duration grace = Limits.DEFAULT.grace();
    Duration keepParts = Limits.DEFAULT.keepParts();

    private LimitsDraft() {}

    public static Limits with(Consumer<LimitsDraft> changes) {
        LimitsDraft draft = new LimitsDraft();
        changes.accept(draft);
        return new Limits(
                draft.name,
                draft.data,
                draft.file,
                draft.quota,
                draft.minFree,
                draft.hidden,
                draft.connections,
                draft.connectionsPerAddress,
                draft.preambleTimeout,
                draft.idleTimeout,
                draft.minimumRate,
                draft.pingTimeout,
                draft.linger,
                draft.grace,
                draft.keepParts);
    }
}
