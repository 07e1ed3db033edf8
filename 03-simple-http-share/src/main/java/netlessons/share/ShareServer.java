package netlessons.share;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import netlessons.share.engine.Engine;
import netlessons.share.engine.Limits;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;

/** A shared folder while it is shared. Safe for threads. */
public final class ShareServer implements Closeable {
    private final Engine engine;

    private ShareServer(Engine engine) {
        this.engine = engine;
    }

    /** @throws IOException if there is no such folder, or the port is taken */
    public static ShareServer start(Path dir, boolean upload, InetSocketAddress address) throws IOException {
        Root root = Root.open(dir, false);
        Optional<Uploads> uploads = upload
                ? Optional.of(new Uploads(root, Conflict.reject, Long.MAX_VALUE, Long.MAX_VALUE, 64 << 20))
                : Optional.empty();
        return new ShareServer(Engine.start(address, Optional.empty(), Limits.DEFAULT, new Routes(root, uploads)));
    }

    public InetSocketAddress address() {
        return engine.address();
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
