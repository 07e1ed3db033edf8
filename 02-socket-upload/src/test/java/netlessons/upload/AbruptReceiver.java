package netlessons.upload;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import netlessons.upload.receive.Conflict;
import netlessons.upload.receive.Receiver;
import netlessons.upload.receive.Threads;

/** The lesson's receiver as a program that has not thought of its end: SIGTERM is the end of it, with exit status 143. */
final class AbruptReceiver {
    private AbruptReceiver() {}

    /** The port and the folder. */
    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        Receiver receiver = Receiver.start(
                address, Path.of(args[1]), Conflict.reject, UploadLesson.limits(), Threads.executor(), line -> {});
        System.out.println("Receiving on " + receiver.address());
        new CountDownLatch(1).await(); // for ever
    }
}
