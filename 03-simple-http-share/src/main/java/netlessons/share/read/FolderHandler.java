package netlessons.share.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Listing;
import netlessons.share.folder.Root;
import netlessons.share.folder.Search;
import netlessons.share.http.Accept;
import netlessons.share.http.Content;
import netlessons.share.http.HardWork;
import netlessons.share.http.HttpError;
import netlessons.share.http.Json;
import netlessons.share.http.Percent;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Shows what is in a folder: a page for people, JSON for programs. Safe for use by many threads. */
public final class FolderHandler {
    /** More are not shown; who has more than that in one folder can search. */
    private static final int MOST = 200_000;

    /** Lists up to this size are made in memory, as many as are asked for. */
    private static final int FEW = 2000;

    /** A search may keep a processor and a disk busy for seconds. */
    private static final int SEARCHES = 8;

    private final Root root;
    private final Search search;
    private final FolderPage page;
    private final Room searches = new Room(SEARCHES);
    private final Room large;

    public FolderHandler(Root root, FolderPage page) {
        this(root, page, Room.forLarge());
    }

    /** @param large for long lists */
    FolderHandler(Root root, FolderPage page, Room large) {
        this.large = large;
        this.root = root;
        this.search = new Search(root);
        this.page = page;
    }

    /**
     * @throws HttpError 503 if too many ask for too much at once
     * @throws IOException if it has gone, or cannot be read
     */
    public Response handle(Request request, Found folder) throws IOException {
        String words = words(request);
        if (!words.isEmpty()) {
            return answer(request, folder, searches.run(() -> search.in(folder, words)));
        }
        Listing listing = root.list(folder, FEW);
        return listing.complete() ? answer(request, folder, listing) : handleLarge(request, folder);
    }

    private static String words(Request request) {
        return request.target().query().first("q").orElse("").strip();
    }

    private Response handleLarge(Request request, Found folder) throws IOException {
        large.enter();
        Response response = null;
        try {
            response = HardWork.run(() -> answer(request, folder, root.list(folder, MOST)))
                    .whenOver(complete -> large.leave());
            return response;
        } finally {
            if (response == null) {
                large.leave();
            }
        }
    }

    private Response answer(Request request, Found folder, Listing listing) throws IOException {
        Sorting sorting = Sorting.of(request.target().query());
        List<Entry> entries = sorting.order().sorted(listing.entries(), sorting.descending());
        Response response = Accept.json(request)
                ? json(folder, entries, listing.complete())
                : page.of(request, folder, entries, listing.complete(), words(request), sorting);
        return response.with("Vary", "Accept");
    }

    /** Long ones are made while they are sent: a hundred thousand lines are more than should lie in memory as text. */
    private static Response json(Found folder, List<Entry> entries, boolean complete) throws IOException {
        Content content = new Content.Written(out -> write(folder, entries, complete, out));
        if (entries.size() <= FEW) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(folder, entries, complete, bytes);
            content = new Content.Bytes(bytes.toByteArray());
        }
        return Response.of(200)
                .with("Content-Type", "application/json")
                .with("Cache-Control", "private, no-cache")
                .with(content);
    }

    private static void write(Found folder, List<Entry> entries, boolean complete, OutputStream out)
            throws IOException {
        String path = folder.names().stream().map(name -> name + "/").collect(Collectors.joining("", "/", ""));
        write("{\"path\":" + Json.quote(path) + ",\"truncated\":" + !complete + ",\"entries\":[\n", out);
        for (int i = 0; i < entries.size(); i++) {
            write(json(entries.get(i)) + (i < entries.size() - 1 ? ",\n" : "\n"), out);
        }
        write("]}\n", out);
    }

    private static void write(String json, OutputStream out) throws IOException {
        out.write(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Entry entry) {
        return "{\"name\":" + Json.quote(entry.path()) + ",\"type\":\"" + (entry.folder() ? "folder" : "file")
                + "\",\"size\":" + entry.size() + ",\"modified\":\""
                + Instant.ofEpochSecond(entry.modified().getEpochSecond()) + "\",\"href\":" + Json.quote(href(entry))
                + "}";
    }

    /** Seen from the folder's address. A colon in a name is encoded, so that it cannot be the end of a scheme. */
    static String href(Entry entry) {
        String path =
                Arrays.stream(entry.path().split("/")).map(Percent::encode).collect(Collectors.joining("/"));
        return path + (entry.folder() ? "/" : "");
    }
}
