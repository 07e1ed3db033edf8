package netlessons.share.access;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import netlessons.share.folder.Root;
import netlessons.share.http.Handler;
import netlessons.share.http.HttpError;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/** Asks for a password where one is needed. */
public final class Access implements Handler {
    /** Never says what was wrong: the name, the password, or the form of both. */
    private static final String WHO = "Say who you are.";

    private final Accounts accounts;
    private final Handler next;

    public Access(Accounts accounts, Handler next) {
        this.accounts = accounts;
        this.next = next;
    }

    @Override
    public Response handle(Request request) throws IOException {
        Right right = right(request);
        if (!accounts.isFree(right)) {
            Optional<Set<Right>> rights =
                    request.fields().first("Authorization").flatMap(accounts::rights);
            if (rights.isEmpty()) {
                return Response.text(401, WHO + "\n")
                        .with("WWW-Authenticate", "Basic realm=\"shared folder\", charset=\"UTF-8\"");
            } else if (!rights.get().contains(right)) {
                throw new HttpError(403, "You may not do this.");
            }
        }
        return next.handle(request);
    }

    private static Right right(Request request) {
        boolean ours = !request.target().segments().isEmpty()
                && request.target().segments().get(0).equals(Root.PAGES);
        boolean asks = request.reads() || request.method().equals("OPTIONS");
        // What belongs to uploads is for those who may send some.
        return asks && !(ours && request.target().path().contains("/tus")) ? Right.read : Right.upload;
    }
}
