package netlessons.downloader;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM: the work is told to stop, has a few seconds to do so, and the program ends with status 130. */
final class Interrupt extends Thread {
    /** What has come is forced to the disk first, and disks can be slow. */
    private static final long GRACE = 10;

    private static final int STATUS = 130;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Runnable stop;

    /** @param stop what stops the work; soon after that {@link #end} is expected */
    Interrupt(Runnable stop) {
        super("interrupt");
        this.stop = stop;
        Runtime.getRuntime().addShutdownHook(this);
    }

    @Override
    public void run() {
        letTheNextOneKill();
        try {
            stop.run();
            finished.await(GRACE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }

    /**
     * While the JVM is ending it takes no notice of Ctrl-C; so the system is to deal with a second one. Only
     * {@code sun.misc.Signal} can say that; it is asked for by name since it belongs to no standard.
     */
    private static void letTheNextOneKill() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object usual = handler.getField("SIG_DFL").get(null);
            for (String name : new String[] {"INT", "TERM"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), usual);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // then the second Ctrl-C has to wait like the first
        }
    }

    /** All is said and done. */
    void end() {
        try {
            Runtime.getRuntime().removeShutdownHook(this);
        } catch (IllegalStateException e) {
            finished.countDown(); // we are ending already, and the hook waits for this
        }
    }
}
