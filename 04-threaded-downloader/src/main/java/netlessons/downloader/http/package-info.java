/**
 * What goes over the wire, and what of it can be believed. Knows no files, and does not try again: a request ends with a
 * {@link netlessons.downloader.http.Response} that was checked, or with an {@link netlessons.downloader.http.HttpFault}
 * that says whether another try makes sense.
 *
 * <p>To understand it read, in this order, {@code Call} (one request, from redirect to redirect), {@code Request} (what is
 * asked), {@code Connection} with {@code HeadParser}, {@code FixedLength} and {@code Chunks} (what comes; HttpCore, the
 * engine of Apache HttpClient, reads the lines), {@code Verdict} and {@code Framing} (what is refused), {@code Response},
 * {@code Failures}.
 * Around them: {@code Dialler} makes connections ({@code Lookup}, {@code Tls}), {@code Kept} keeps them, {@code Line} and
 * {@code Inlet} watch over them; {@code Credentials} and {@code Proxies} know what we say about ourselves, and to whom.
 */
package netlessons.downloader.http;
