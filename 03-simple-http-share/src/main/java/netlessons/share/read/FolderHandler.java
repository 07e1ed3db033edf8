package netlessons.share.read;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.folder.Search;
import netlessons.share.http.Accept;
import netlessons.share.http.Json;
import netlessons.share.http.Percent;
import netlessons.share.http.Query;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Shows what is in a folder: a page for people, JSON for programs. Safe for use by many threads. */
public final class FolderHandler {
    private final Root root;
    private final Search search;
    private final FolderPage page;

    public FolderHandler(Root root, FolderPage page) {
        this.root = root;
        this.search = new Search(root);
        this.page = page;
    }

    public Response handle(Request request, Found folder) throws IOException {
        Query query = request.target().query();
        String words = query.first("q").orElse("").strip();
        Search.Result result = words.isEmpty() ? new Search.Result(root.list(folder), true) : search.in(folder, words);
        Sorting sorting = Sorting.of(query);
        List<Entry> entries = new ArrayList<>(result.entries());
        entries.sort(sorting.order().comparator(sorting.descending()));
        Response response = Accept.json(request)
                ? json(folder, entries, result.complete())
                : page.of(request, folder, entries, result.complete(), words, sorting);
        return response.with("Vary", "Accept");
    }

    private static Response json(Found folder, List<Entry> entries, boolean complete) {
        String path = folder.names().stream().map(name -> name + "/").collect(Collectors.joining("", "/", ""));
        String list = entries.stream().map(FolderHandler::json).collect(Collectors.joining(",\n"));
        return Response.json(
                200,
                "{\"path\":" + Json.quote(path) + ",\"truncated\":" + !complete + ",\"entries\":[\n" + list + "\n]}\n");
    }

    private static String json(Entry entry) {
        return "{\"name\":" + Json.quote(entry.path()) + ",\"type\":\"" + (entry.folder() ? "folder" : "file")
                + "\",\"size\":" + entry.size() + ",\"modified\":\""
                + Instant.ofEpochSecond(entry.modified().getEpochSecond()) + "\",\"href\":" + Json.quote(href(entry))
                + "}";
    }

    /** Seen from the folder's address; "./" keeps a colon in a name from being the end of a scheme. */
    static String href(Entry entry) {
        String path = java.util.Arrays.stream(entry.path().split("/"))
                .map(Percent::encode)
                .collect(Collectors.joining("/"));
        return "./" + path + (entry.folder() ? "/" : "");
    }
}
