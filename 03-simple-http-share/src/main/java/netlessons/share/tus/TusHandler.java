package netlessons.share.tus;

import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import netlessons.share.folder.Conflict;
import netlessons.share.folder.Refused;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpDate;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.upload.Refusals;

/** Takes files piece by piece. Safe for use by many threads; closing it drops what is not whole. */
public final class TusHandler implements Handler, Closeable {
    private static final String VERSION = "1.0.0";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_UNFINISHED = 200;

    private final Uploads uploads;
    private final String prefix;
    private final Duration keep;
    private final Map<String, Transfer> transfers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "tus");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param prefix the path of new uploads: it ends with a slash
     * @param keep how long one is kept after the last byte came
     */
    public TusHandler(Uploads uploads, String prefix, Duration keep) {
        this.uploads = uploads;
        this.prefix = prefix;
        this.keep = keep;
        clock.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public Response handle(Request request) throws IOException {
        Response response;
        if (request.method().equals("OPTIONS")) {
            response = Response.of(204)
                    .with("Tus-Version", VERSION)
                    .with("Tus-Extension", "creation,termination,expiration")
                    .with("Tus-Max-Size", Long.toString(uploads.most()));
        } else if (request.fields()
                .first("Tus-Resumable")
                .filter(VERSION::equals)
                .isEmpty()) {
            return Response.text(412, "This is for tus 1.0.0.\n").with("Tus-Version", VERSION);
        } else {
            try {
                response = request.target().path().equals(prefix) ? create(request) : existing(request);
            } catch (Refused e) {
                throw Refusals.error(e);
            }
        }
        return response.with("Tus-Resumable", VERSION).with("Cache-Control", "no-store");
    }

    // @start region=create
    private Response create(Request request) throws IOException {
        if (!request.method().equals("POST")) {
            return Response.text(405, "Uploads are made by POST.\n").with("Allow", "OPTIONS, POST");
        } else if (transfers.values().stream()
                        .filter(one -> one.offset() < one.length())
                        .count()
                >= MOST_UNFINISHED) {
            return Response.text(503, "Too many uploads are unfinished.\n").with("Retry-After", "60");
        }
        long length = number(request, "Upload-Length");
        List<String> names =
                new Metadata(request.fields().first("Upload-Metadata").orElse("")).names();
        Conflict rule = Conflict.of(request.target().query().first("conflict"), uploads.rule());
        Transfer transfer = new Transfer(uploads.begin(names, OptionalLong.of(length), rule), length);
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        transfers.put(id, transfer);
        transfer.publishIfWhole(); // an empty file is whole
        return expiring(Response.of(201).with("Location", prefix + id));
    }
    // @end

    private Response existing(Request request) throws IOException {
        String id = request.target().path().substring(prefix.length());
        Transfer transfer = transfers.get(id);
        if (transfer == null) {
            throw new HttpError(404, "There is no such upload, or not any more.");
        }
        return switch (request.method()) {
            case "HEAD" ->
                expiring(Response.of(200)
                        .with("Upload-Offset", Long.toString(transfer.offset()))
                        .with("Upload-Length", Long.toString(transfer.length())));
            case "PATCH" -> patch(request, id, transfer);
            case "DELETE" -> {
                transfers.remove(id);
                transfer.end();
                yield Response.of(204);
            }
            default -> Response.text(405, "Not for uploads.\n").with("Allow", "DELETE, HEAD, OPTIONS, PATCH");
        };
    }

    // @start region=patch
    private Response patch(Request request, String id, Transfer transfer) throws IOException {
        if (request.fields()
                .first("Content-Type")
                .filter("application/offset+octet-stream"::equals)
                .isEmpty()) {
            throw new HttpError(415, "Content-Type has to be application/offset+octet-stream.");
        }
        long offset = number(request, "Upload-Offset");
        if (!transfer.writing.tryLock()) {
            throw new HttpError(423, "Somebody else is sending this upload.");
        }
        try {
            if (offset != transfer.offset()) {
                throw new HttpError(409, "The upload goes on at " + transfer.offset() + ".");
            } else if (request.length() > transfer.length() - offset) {
                throw new HttpError(413, "More is announced than the upload's length.");
            }
            transfer.append(request.body());
            transfer.publishIfWhole();
            return expiring(Response.of(204).with("Upload-Offset", Long.toString(transfer.offset())));
        } catch (Refused e) {
            transfers.remove(id);
            transfer.end();
            throw e;
        } finally {
            transfer.writing.unlock();
        }
    }
    // @end

    private Response expiring(Response response) {
        return response.with("Upload-Expires", HttpDate.format(Instant.now().plus(keep)));
    }

    private static long number(Request request, String field) {
        String text = request.fields().first(field).orElse("");
        if (!text.matches("[0-9]{1,18}")) {
            throw new HttpError(400, field + " has to be a whole number.");
        }
        return Long.parseLong(text);
    }

    private void sweep() {
        transfers.forEach((id, transfer) -> {
            if (transfer.idle() > keep.toNanos() && transfers.remove(id, transfer)) {
                end(transfer);
            }
        });
    }

    private static void end(Transfer transfer) {
        try {
            transfer.end();
        } catch (IOException e) {
            // the name of what is left says that it is of no use
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        transfers.values().forEach(TusHandler::end);
        transfers.clear();
    }
}
