/**
 * Lesson 01: an HTTP/1.1 server on bare sockets.
 *
 * <p>Read it in this order:
 *
 * <ol>
 *   <li>{@link netlessons.webserver.naive.NaiveServer}: the obvious first program, and what is wrong with it;
 *   <li>what a program works with: {@link netlessons.webserver.Handler}, {@link netlessons.webserver.Request},
 *       {@link netlessons.webserver.Response}, {@link netlessons.webserver.Routes}; {@code Site} uses them;
 *   <li>the protocol, which does no I/O: {@code LineCutter} and {@code HeadParser} cut, {@code RequestLine},
 *       {@link netlessons.webserver.Target} and {@code Framing} check, {@code BodyDecoder} unpacks,
 *       {@code ResponseHead} writes;
 *   <li>the connection: {@code Connection} is the loop that everything else serves; {@code Input} and {@code Output}
 *       move the bytes, {@code RequestBody} lends them to the handler within a {@code Budget}, {@code Patience} ends what takes too long;
 *   <li>the engines: {@link netlessons.webserver.Engine} and {@code BlockingEngine} decide who waits for whom, and
 *       {@link netlessons.webserver.HttpServer} starts and stops them;
 *   <li>files: {@code Folder} lets nobody out, {@link netlessons.webserver.StaticFiles} sends, {@code FileVersion}, {@code Preconditions} and
 *       {@code ByteRange} decide how much of them to send;
 *   <li>around it: {@code Main}, {@code LimitOptions} and {@code StartupFailure} are the command line,
 *       {@link netlessons.webserver.AccessLog} and {@code LinePrinter} the log.
 * </ol>
 */
package netlessons.webserver;
