package netlessons.share;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import netlessons.share.folder.Found;
import netlessons.share.folder.Root;
import netlessons.share.folder.Uploads;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.NotInMemory;
import netlessons.share.http.Percent;
import netlessons.share.http.Request;
import netlessons.share.http.Response;
import netlessons.share.http.Target;
import netlessons.share.image.Box;
import netlessons.share.image.ImageHandler;
import netlessons.share.options.Origin;
import netlessons.share.page.Assets;
import netlessons.share.page.Ending;
import netlessons.share.page.Pages;
import netlessons.share.read.FileHandler;
import netlessons.share.read.FolderHandler;
import netlessons.share.read.FolderPage;
import netlessons.share.read.ZipHandler;
import netlessons.share.tus.TusHandler;
import netlessons.share.upload.FormHandler;
import netlessons.share.upload.PutHandler;

/** Which class answers which request. */
final class Routes implements Handler, Closeable {
    private static final String TUS = "/" + Root.PAGES + "/tus/";

    private static final System.Logger LOGGER = System.getLogger(Routes.class.getName());

    private final Root root;
    private final FileHandler files;
    private final FolderHandler folders;
    private final ZipHandler zips;
    private final Optional<TusHandler> tus;
    private final ImageHandler images;
    private final Optional<Uploads> uploads;
    private final Assets assets;
    private final Optional<PutHandler> put;
    private final Optional<FormHandler> forms;

    /**
     * @param uploads nothing: the folder can only be read
     * @param ending what pages say of it
     */
    Routes(Root root, Optional<Uploads> uploads, Ending ending, ShareSettings settings) {
        this.root = root;
        this.uploads = uploads;
        this.tus = uploads.map(takes -> new TusHandler(root, takes, TUS, settings.keepParts()));
        this.images = new ImageHandler(root, settings.images());
        this.put = uploads.map(takes -> new PutHandler(root, takes));
        this.forms = uploads.map(FormHandler::new);
        this.files = new FileHandler(root);
        Path last = root.path().getFileName(); // "/" has none
        String name = last == null ? "files" : last.toString();
        this.zips = new ZipHandler(root, name);
        Origin origin = new Origin(settings.address().getAddress());
        this.assets = new Assets(origin);
        this.folders = new FolderHandler(root, new FolderPage(new Pages(), root, name, uploads, ending, origin));
    }

    /** Whether it asks for a file that is in memory. */
    boolean isQuick(Request request) {
        return request.reads() && request.target().query().text().isEmpty() && files.hasInMemory(request);
    }

    @Override
    public Response handle(Request request) throws IOException {
        try {
            return answer(request);
        } catch (NoSuchFileException e) {
            throw new HttpError(404, "It has just gone.");
        } catch (AccessDeniedException e) {
            throw new HttpError(403, "The server may not read this.");
        } catch (FileSystemException e) { // too many open files, a broken disk: not the client's fault, nor for ever
            LOGGER.log(System.Logger.Level.WARNING, "Cannot read: {0}", e.getMessage());
            throw new HttpError(503, "The server cannot read this at the moment.");
        }
    }

    private Response answer(Request request) throws IOException {
        if (request.target().segments().get(0).equals(Root.PAGES)) {
            return tus.isPresent() && request.target().path().startsWith(TUS)
                    ? tus.get().handle(request)
                    : assets.handle(request);
        }
        return switch (request.method()) {
            case "GET", "HEAD" -> read(request);
            case "PUT" -> put.isPresent() ? put.get().handle(request) : notAllowed();
            case "POST" -> forms.isPresent() ? post(request) : notAllowed();
            case "OPTIONS" -> Response.of(204).with("Allow", allowed());
            default -> notAllowed();
        };
    }

    private Response post(Request request) throws IOException {
        Optional<Found> folder = root.find(request.target().names()).filter(Found::isFolder);
        if (folder.isEmpty() || !request.target().isFolder()) {
            throw new HttpError(404, "There is no such folder.");
        }
        Optional<String> resize = request.target().query().first("resize");
        Optional<String> preview = request.target().query().first("preview");
        if (preview.isPresent()) {
            return images.preview(request, Box.parse(preview.get()));
        } else if (resize.isPresent()) {
            return images.store(request, folder.get(), Box.parse(resize.get()), uploads.get());
        }
        return forms.get().handle(request, folder.get());
    }

    private Response notAllowed() {
        return Response.text(405, "This cannot be done here.\n").with("Allow", allowed());
    }

    private String allowed() {
        return put.isPresent() ? "GET, HEAD, OPTIONS, POST, PUT" : "GET, HEAD, OPTIONS";
    }

    private Response read(Request request) throws IOException {
        Optional<Box> box = Box.of(request.target().query());
        Optional<Response> known = box.isPresent() ? Optional.empty() : files.fromMemory(request);
        if (known.isPresent()) {
            return known.get();
        } else if (request.atOnce()) { // it has just changed, or has been there for too long
            throw new NotInMemory();
        }
        return read(request, box);
    }

    private Response read(Request request, Optional<Box> box) throws IOException {
        Target target = request.target();
        Optional<Found> found = root.find(target.names());
        if (found.isEmpty() || target.isFolder() && !found.get().isFolder()) {
            throw new HttpError(404, "There is no such file.");
        } else if (!found.get().isFolder()) {
            return box.isPresent() ? images.get(request, found.get(), box.get()) : files.handle(request, found.get());
        } else if (!target.isFolder()) {
            return redirectInto(target);
        }
        return target.query().has("zip") ? zips.handle(found.get()) : folders.handle(request, found.get());
    }

    /**
     * Links in a folder's page lead into the folder only if its address ends in a slash. It is made of the names, not of what
     * came: what begins with two slashes would be another server.
     */
    private static Response redirectInto(Target target) {
        String path = target.names().stream().map(Percent::encode).collect(Collectors.joining("/", "/", "/"));
        String query = target.query().text();
        return Response.of(301)
                .with("Location", path + (query.isEmpty() ? "" : "?" + query))
                .with("Cache-Control", "no-cache"); // the folder may be a file tomorrow
    }

    @Override
    public void close() {
        tus.ifPresent(TusHandler::close); // first: what it has stays
        uploads.ifPresent(Uploads::close);
    }
}
