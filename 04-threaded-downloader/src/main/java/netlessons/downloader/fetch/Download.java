package netlessons.downloader.fetch;

import java.net.URI;
import java.util.Iterator;
import java.util.OptionalLong;
import netlessons.downloader.file.DiskFault;
import netlessons.downloader.file.Taken;
import netlessons.downloader.http.HttpFault;
import netlessons.downloader.progress.Track;

/** One file, from its addresses to its name on disk. Run by one thread. */
final class Download {
    /** How often a file may turn out to be another one, at one address. */
    private static final int RESTARTS = 5;

    private final Tools tools;
    private final Item item;
    private final Track track;
    private final Incoming incoming;

    Download(Tools tools, Item item, Track track) {
        this.tools = tools;
        this.item = item;
        this.track = track;
        this.incoming = new Incoming(tools, item, track);
    }

    Outcome run() {
        try {
            incoming.takeUp();
            fetchFromAny();
            return new Outcome(Outcome.Kind.DONE, false);
        } catch (There e) {
            incoming.close(false);
            track.begin(track.name(), OptionalLong.of(e.file().size()), e.file().size());
            tools.progress().done(track, e.file().path(), true);
            return new Outcome(Outcome.Kind.DONE, false);
        } catch (HttpFault e) {
            boolean stopped = e.kind() == HttpFault.Kind.CUT;
            return stopped
                    ? failed(Outcome.Kind.INTERRUPTED, "stopped", true)
                    : failed(Outcome.Kind.FAILED, e.getMessage(), true);
        } catch (Taken e) {
            return failed(Outcome.Kind.FAILED, e.getMessage(), true);
        } catch (DiskFault e) {
            return failed(e.general() ? Outcome.Kind.DISK : Outcome.Kind.NOT_WRITTEN, e.getMessage(), true);
        } catch (WrongChecksum e) {
            return failed(Outcome.Kind.CHECKSUM, e.getMessage(), false);
        } catch (RuntimeException e) {
            System.getLogger(Download.class.getName()).log(System.Logger.Level.ERROR, "a fault of this program", e);
            return failed(Outcome.Kind.FAILED, "a fault of this program: " + e, false);
        }
    }

    Track track() {
        return track;
    }

    private Outcome failed(Outcome.Kind kind, String reason, boolean keep) {
        boolean kept = incoming.close(keep);
        tools.progress().failed(track, reason, kept);
        return new Outcome(kind, kept);
    }

    private void fetchFromAny() throws HttpFault, DiskFault, Taken, WrongChecksum, There {
        Iterator<URI> uris = item.uris().iterator();
        URI uri = uris.next();
        while (true) {
            try {
                fetch(uri);
                publish();
                return;
            } catch (HttpFault e) {
                if (e.kind() == HttpFault.Kind.CUT || !uris.hasNext()) {
                    throw e;
                }
                tools.progress().mirror(track, e.getMessage());
                uri = uris.next();
            } catch (WrongChecksum e) {
                boolean joined = incoming.joined();
                if (!joined && !uris.hasNext()) {
                    throw e;
                }
                incoming.reject(e.getMessage());
                if (!joined) { // else all of it from here may be right
                    tools.progress().mirror(track, e.getMessage());
                    uri = uris.next();
                }
            }
        }
    }

    private void fetch(URI uri) throws HttpFault, DiskFault, Taken, There {
        if (!incoming.fresh() && !incoming.joinable(uri)) {
            incoming.restart("another address is tried");
        }
        incoming.from(uri);
        Tries tries = incoming.tries();
        for (int restarts = 0; ; restarts++) {
            try {
                new Transfer(tools, uri, incoming).run(tries);
                return;
            } catch (Restart e) {
                if (restarts == RESTARTS) {
                    throw new HttpFault(HttpFault.Kind.PERMANENT, e.getMessage() + ", again and again");
                }
                incoming.restart(e.getMessage());
            }
        }
    }

    private void publish() throws DiskFault, Taken, HttpFault, WrongChecksum {
        if (!incoming.endIsCertain()) {
            String doubt = "the origin did not say how long the file is: it may be cut short";
            if (tools.settings().strict()) {
                throw new HttpFault(HttpFault.Kind.PERMANENT, doubt);
            }
            tools.progress().warning(track, doubt);
        }
        if (item.checksum().isPresent()) {
            String wanted = item.checksum().get().hex();
            String found = incoming.digest(item.checksum().get().algorithm());
            if (!found.equals(wanted)) {
                throw new WrongChecksum(item.checksum().get().algorithm() + " is " + found + " and not " + wanted);
            }
        }
        tools.progress().done(track, incoming.publish(), false);
    }
}
