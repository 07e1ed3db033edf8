package netlessons.downloader.http;

import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import netlessons.downloader.Limits;

/**
 * How requests are made. Immutable.
 *
 * @param downgrade whether a redirect may lead from https to http
 * @param fields more header fields, for the origins of the URLs that were asked for and no other
 * @param user name and password, for the same origins
 * @param netrc a file with names and passwords of hosts
 * @param authorities a file with certificates (PEM) of authorities to trust, in place of the system's
 * @param environment where {@code http_proxy} and the like are looked up
 * @param connections most that are kept open at one time, over all hosts
 * @param limits what an origin may ask of us
 */
public record HttpSettings(
        boolean downgrade,
        List<Map.Entry<String, String>> fields,
        Optional<PasswordAuthentication> user,
        Optional<Path> netrc,
        Optional<Path> authorities,
        Map<String, String> environment,
        int connections,
        Limits limits) {
    /** What is used without any option. */
    public static final HttpSettings DEFAULT = new HttpSettings(
            false, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 20, Limits.DEFAULT);

    /** Where a URL leads to, as far as credentials are concerned (RFC 9110 section 4.3.1: scheme, host, port). */
    public static String origin(URI uri) {
        try {
            return Endpoint.of(uri).toString();
        } catch (HttpFault e) {
            return uri.toString(); // nobody can be asked there
        }
    }
}
