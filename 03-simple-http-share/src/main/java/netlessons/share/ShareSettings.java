package netlessons.share;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import netlessons.share.access.Accounts;
import netlessons.share.engine.Limits;
import netlessons.share.folder.Conflict;
import netlessons.share.image.ImageLimits;

/**
 * What is shared, how, and with whom. Sizes in bytes. Immutable.
 *
 * @param upload whether others may put files into it
 * @param onConflict what happens to a new file whose name is taken
 * @param names under which browsers may ask for us, beside addresses
 * @param keyStore for TLS
 * @param stopAfter how long it is shared at most
 * @param downloads how many files may be fetched, before it ends
 * @param maxUpload of one file
 * @param quota of all uploads together
 * @param minFree space of the disk that uploads leave
 * @param hidden whether files whose names begin with a dot are shared, too
 * @param keepParts how long uploads that broke off are kept
 * @param images what pictures in other sizes may cost
 * @param log whether there is a line for each answer
 * @param limits what a connection may ask of the engine
 */
public record ShareSettings(
        Path dir,
        InetSocketAddress address,
        boolean upload,
        Conflict onConflict,
        Accounts accounts,
        Set<String> names,
        Optional<KeyStoreFile> keyStore,
        Optional<Duration> stopAfter,
        OptionalInt downloads,
        long maxUpload,
        long quota,
        long minFree,
        boolean hidden,
        Duration keepParts,
        ImageLimits images,
        boolean log,
        Limits limits) {
    /** A file in the format PKCS12, with a certificate and its key. */
    public record KeyStoreFile(Path file, char[] password) {}
}
