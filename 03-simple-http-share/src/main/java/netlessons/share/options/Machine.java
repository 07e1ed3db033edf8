package netlessons.share.options;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
final class Machine {
    /** Asked first: to ask Java for the name asks name servers for the address as well, and may take many seconds. */
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private Machine() {}

    /** Its name; "" if it has none. */
    static String name() {
        try {
            if (Files.isReadable(LINUX)) {
                return Files.readString(LINUX).strip();
            }
            String windows = System.getenv("COMPUTERNAME");
            return windows != null ? windows : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "";
        }
    }
}
