/**
 * What goes over the wire, and what of it can be believed. Knows no files, and does not try again: a request ends with a
 * {@link netlessons.downloader.http.Response} that was checked, or with an {@link netlessons.downloader.http.HttpFault}
 * that says whether another try makes sense.
 *
 * <p>To understand it read, in this order, {@code Call} (one request, from redirect to redirect), {@code Request} (what is
 * asked), {@code Connection} (head and body, read with HttpCore, the engine of Apache HttpClient), {@code Framing} and
 * {@code Verdict} (what is refused), {@code Response}, {@code Failures}. Below: {@code Dialler} makes connections,
 * {@code Kept} keeps them, {@code Line} and {@code Inlet} are the guards that a socket does not have.
 */
package netlessons.downloader.http;
