package netlessons.downloader.http;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is of no use any more. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable useless) {
        try {
            useless.close();
        } catch (IOException e) {
            // then it is as good as closed
        }
    }
}
