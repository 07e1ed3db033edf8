package netlessons.share.engine;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import netlessons.share.http.Fields;
import netlessons.share.http.Handler;
import netlessons.share.http.Request;
import netlessons.share.http.Response;

/**
 * What the engine brings to the network.
 *
 * @param quick whether the handler seems to have the answer in memory: then the thread asks it that reads from all
 *     connections, "at once". It must not wait itself.
 * @param errors what becomes of answers from 400 on, those of the engine itself too
 * @param log told of each answer, by the thread that sent it: it must not wait
 */
public record Site(Handler handler, Predicate<Request> quick, Errors errors, Consumer<Answered> log) {
    /** How people are told that something went wrong. */
    @FunctionalInterface
    public interface Errors {
        /**
         * @param asked the fields of the request, as far as they could be read
         * @param request nothing if it makes no sense
         * @param plain the answer in plain text
         */
        Response shown(Fields asked, Optional<Request> request, Response plain);
    }
}
