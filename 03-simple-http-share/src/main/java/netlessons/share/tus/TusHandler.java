package netlessons.share.tus;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpDate;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.upload.PutHandler;
import netlessons.share.upload.Refusals;

/**
 * Takes files piece by piece: a POST makes an upload and tells its address, each PATCH appends to it, HEAD tells how much
 * has come. Safe for use by many threads; once it is closed, what is not whole waits for the next run.
 */
public final class TusHandler implements Handler, Closeable {
    private static final System.Logger LOGGER = System.getLogger(TusHandler.class.getName());
    private static final String VERSION = "1.0.0";
    private static final String EXTENSIONS = "creation,creation-with-upload,expiration,termination";

    private final Uploads uploads;
    private final String prefix;
    private final Transfers transfers;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tus");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param prefix the path of new uploads: it ends with a slash
     * @param keep how long one is kept after the last byte came
     */
    public TusHandler(Root root, Uploads uploads, String prefix, Duration keep) {
        this(uploads, prefix, new Transfers(uploads, new Notes(root.path()), keep, InstantSource.system()));
        sweeper.scheduleWithFixedDelay(transfers::sweep, 1, 1, TimeUnit.MINUTES);
    }

    /** One that never sweeps by itself. */
    TusHandler(Uploads uploads, String prefix, Transfers transfers) {
        this.uploads = uploads;
        this.prefix = prefix;
        this.transfers = transfers;
        try {
            transfers.restore();
        } catch (IOException e) {
            LOGGER.log(System.Logger.Level.WARNING, "What was left of uploads cannot be read", e);
        }
    }

    @Override
    public Response handle(Request request) throws IOException {
        Response response;
        try {
            response = answer(request);
        } catch (Refused e) {
            response = refusal(Refusals.error(e));
        } catch (HttpError e) {
            response = refusal(e);
        }
        return response.with("Tus-Resumable", VERSION).with("Cache-Control", "no-store");
    }

    private static Response refusal(HttpError e) {
        Response response = Response.text(e.status(), e.getMessage() + "\n");
        return switch (e.status()) {
            case 412 -> response.with("Tus-Version", VERSION);
            case 503 -> response.with("Retry-After", "60");
            default -> response;
        };
    }

    private Response answer(Request request) throws IOException {
        String id = request.target().path().substring(prefix.length());
        String allowed = id.isEmpty() ? "OPTIONS, POST" : "DELETE, HEAD, OPTIONS, PATCH";
        Asked asked = new Asked(request);
        String method = asked.method();
        if (method.equals("OPTIONS")) {
            return Response.of(204)
                    .with("Allow", allowed)
                    .with("Tus-Version", VERSION)
                    .with("Tus-Extension", EXTENSIONS)
                    .with("Tus-Max-Size", Long.toString(uploads.most()));
        } else if (id.isEmpty() != method.equals("POST")
                || !List.of(allowed.split(", ")).contains(method)) {
            return Response.text(405, "This is not done to uploads.\n").with("Allow", allowed);
        } else if (!asked.isVersion(VERSION)) {
            throw new HttpError(412, "This is for tus " + VERSION + ": Tus-Resumable has to say so.");
        } else if (id.isEmpty()) {
            return create(request);
        } else if (!id.matches(Transfers.ID)) {
            throw new HttpError(404, "There is no such upload.");
        }
        try {
            return existing(method, id, request);
        } finally {
            transfers.settle(id);
        }
    }

    private Response create(Request request) throws IOException {
        Asked asked = new Asked(request);
        asked.mustNotHave("Upload-Defer-Length", "Upload-Concat", "Upload-Checksum");
        long length = asked.number("Upload-Length");
        boolean begins = asked.isPiece() && request.length() != 0;
        if (begins && request.length() > length) {
            throw new HttpError(413, "More is announced than the upload's length.");
        }
        Metadata metadata = new Metadata(String.join(",", request.fields().all("Upload-Metadata")));
        String id = transfers.begin(new Note(length, asked.rule(metadata, uploads.rule()), metadata));
        try {
            Transfer transfer = transfers.find(id);
            if (begins) {
                begin(id, transfer, request);
            }
            long offset = transfer.takeOver(); // an empty file is whole
            return state(Response.of(201).with("Location", prefix + id), transfer, offset);
        } finally {
            transfers.settle(id);
        }
    }

    /** If it breaks off here, the client never learns the address under which it could go on. */
    private void begin(String id, Transfer transfer, Request request) throws IOException {
        boolean taken = false;
        try {
            transfer.append(0, request.length(), request.body());
            taken = true;
        } finally {
            if (!taken) {
                transfers.drop(id);
            }
        }
    }

    private Response existing(String method, String id, Request request) throws IOException {
        Transfer transfer = transfers.find(id);
        return switch (method) {
            case "HEAD" -> {
                long offset = transfer.takeOver();
                Response response = Response.of(200)
                        .with("Upload-Length", Long.toString(transfer.note().length()))
                        .with("Upload-Metadata", transfer.note().metadata().field());
                yield state(response, transfer, offset);
            }
            case "PATCH" -> {
                Asked asked = new Asked(request);
                asked.mustBePiece();
                asked.mustNotHave("Upload-Checksum");
                long offset = transfer.append(asked.number("Upload-Offset"), request.length(), request.body());
                yield state(Response.of(204), transfer, offset);
            }
            default -> {
                transfer.check();
                transfers.drop(id);
                yield Response.of(204);
            }
        };
    }

    /** How far it is; and either until when it waits for more, or where the file is that came of it. */
    private Response state(Response response, Transfer transfer, long offset) {
        Response told = response.with("Upload-Offset", Long.toString(offset));
        Optional<List<String>> file = transfer.published();
        return file.isPresent()
                ? told.with("Content-Location", PutHandler.address(file.get()))
                : told.with("Upload-Expires", HttpDate.format(transfers.expires(transfer)));
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        transfers.close();
    }
}
