package netlessons.share.access;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import netlessons.share.folder.Root;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Asks for a password where one is needed, whatever the method and whatever is asked for. Safe for threads. */
public final class Access implements Handler {
    /** Never says what was wrong: the name, the password, or the form of both. */
    private static final Response WHO = Response.text(401, "Say who you are: a name and a password are needed.\n")
            .with("WWW-Authenticate", "Basic realm=\"shared folder\", charset=\"UTF-8\"");

    /** Nothing is to be learned from them, and the page that asks for the password needs them. */
    private static final Set<String> DECORATION = Set.of("page.css", "icon.svg");

    private final Accounts accounts;
    private final Attempts attempts;
    private final Handler next;

    public Access(Accounts accounts, Handler next) {
        this(accounts, new Attempts(System::nanoTime), next);
    }

    Access(Accounts accounts, Attempts attempts, Handler next) {
        this.accounts = accounts;
        this.attempts = attempts;
        this.next = next;
    }

    @Override
    public Response handle(Request request) throws IOException {
        Right right = right(request);
        if (accounts.isFree(right) || isDecoration(request)) {
            return next.handle(request);
        }
        Optional<String> authorization = request.fields().first("Authorization");
        if (authorization.isEmpty()) {
            return WHO;
        } else if (!attempts.mayTry(request.client())) {
            return Response.text(429, "Too many wrong passwords. Wait a little.\n")
                    .with("Retry-After", "10");
        }
        Optional<Set<Right>> rights = accounts.rights(authorization.get());
        if (rights.isEmpty()) {
            attempts.wasWrong(request.client());
            return WHO;
        } else if (!rights.get().contains(right)) {
            throw new HttpError(403, "You may not do this.");
        }
        return next.handle(request);
    }

    private static boolean isDecoration(Request request) {
        List<String> segments = request.target().segments();
        return request.reads()
                && segments.size() == 2
                && segments.get(0).equals(Root.PAGES)
                && DECORATION.contains(segments.get(1));
    }

    private static Right right(Request request) {
        List<String> segments = request.target().segments();
        // What belongs to uploads is for those who may send some.
        boolean tus = segments.size() > 1
                && segments.get(0).equals(Root.PAGES)
                && segments.get(1).equals("tus");
        boolean asks = request.reads() || request.method().equals("OPTIONS");
        return asks && !tus ? Right.read : Right.upload;
    }
}
