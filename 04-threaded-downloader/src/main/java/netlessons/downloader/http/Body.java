package netlessons.downloader.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What comes behind a head. For one thread. */
interface Body {
    /**
     * Reads what is there, at least one byte and no more than fits.
     *
     * @return how many bytes; -1 at the end
     */
    int read(ByteBuffer into) throws IOException;
}
