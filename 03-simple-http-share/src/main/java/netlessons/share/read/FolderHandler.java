package netlessons.share.read;

import java.io.IOException;
import netlessons.share.folder.Entry;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.http.Percent;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Shows what is in a folder: a page for people, JSON for programs. Safe for use by many threads. */
public final class FolderHandler {
    private final Root root;

    public FolderHandler(Root root) {
        this.root = root;
    }

    public Response handle(Request request, Found folder) throws IOException {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<title>Files</title>\n<ul>\n");
        for (Entry entry : root.list(folder)) {
            String href = Percent.encode(entry.path()) + (entry.folder() ? "/" : "");
            page.append("<li><a href=\"./")
                    .append(href)
                    .append("\">")
                    .append(href)
                    .append("</a>\n");
        }
        return Response.html(200, page.append("</ul>\n").toString());
    }
}
