/**
 * Lesson 01: an HTTP/1.1 server on bare sockets.
 *
 * <p>Read it in this order:
 *
 * <ol>
 *   <li>{@link netlessons.webserver.naive.Naive}: the obvious first program, and what is wrong with it;
 *   <li>what a program works with: {@link netlessons.webserver.Handler}, {@link netlessons.webserver.Request},
 *       {@link netlessons.webserver.Response}, {@link netlessons.webserver.Routes}; {@code Site} uses them;
 *   <li>the protocol, which does no I/O: {@code LineCutter} and {@code HeadParser} cut, {@code RequestLine},
 *       {@link netlessons.webserver.Target} and {@code Framing} check, {@code BodyDecoder} unpacks,
 *       {@code ResponseHead} writes;
 *   <li>the connection: {@code Connection} is the loop that everything else serves; {@code Input} and {@code Output}
 *       move the bytes, {@code HeadReader} reads heads, {@code Exchange} decides what becomes of a request,
 *       {@code RequestBody} lends its body to the handler within a {@code Budget}, {@code Patience} ends what takes too
 *       long;
 *   <li>the engines: {@link netlessons.webserver.Engine} decides who waits for whom. {@code Acceptor} lets clients in;
 *       {@code BlockingEngine} gives each a thread; {@link netlessons.webserver.HttpServer} starts and stops it;
 *   <li>the event loop, which is another way to write {@code BlockingEngine} and {@code Connection}, see below:
 *       {@code LoopEngine}, {@code Loop}, {@code LoopConnection}, {@code LoopExchange}, {@code Loan};
 *   <li>files: {@code Root} lets nobody out, {@link netlessons.webserver.StaticFiles} sends, {@code FileVersion}, {@code Preconditions} and
 *       {@code ByteRange} decide how much of them to send;
 *   <li>around it: {@code Main}, {@code LimitOptions} and {@code StartupFailure} are the command line,
 *       {@link netlessons.webserver.AccessLog} and {@code LinePrinter} the log.
 * </ol>
 *
 * <h2>The event loop</h2>
 *
 * <p>A thread that reads from a socket sleeps until something comes. So with blocking reads there must be as many
 * threads as there are clients, even if nearly all of them rest. A {@link java.nio.channels.Selector} turns this round:
 * the sockets are set not to block, a read or a write does what can be done at this moment, which may be nothing, and
 * one thread asks the system which of its thousands of sockets are ready for more. Four things follow, and all of the
 * code is about them:
 *
 * <ol>
 *   <li><b>Nothing may wait.</b> {@code Loop} is a thread that sleeps in one place only, {@code Selector.select}. It
 *       wakes up because sockets are ready, because another thread has put a task into its queue, or ten times a second
 *       to look for clients that have used up their time: the system says what has happened, never what has not.
 *       (One wait is left: what sendfile takes from a large file comes from the disk if it is not in memory.)
 *   <li><b>What a thread kept on its stack must be kept in fields.</b> {@code Connection} knows by the line it is at
 *       what comes next. {@code LoopConnection} has a state instead, and does one step at a time: read a head, write a
 *       piece of the response, read on for the last time; {@code LoopExchange} has what were local variables. That is the
 *       price of the loop: the same conversation, but one has to look at a diagram to see it.
 *   <li><b>Half a thing is the normal case.</b> A request comes in pieces, and {@code HeadParser} and
 *       {@code BodyDecoder}, which do no I/O, never minded. A response leaves in pieces when the client is slow:
 *       {@code Output} goes on where it was as soon as there is room, and until then nothing more is read from that
 *       client (back-pressure), so that whoever does not read cannot fill this server's memory.
 *   <li><b>What has to wait goes elsewhere.</b> A handler may block ({@link netlessons.webserver.Handler#mayBlock}).
 *       Then the connection is lent to a thread until the handler is done ({@code Loan}). If that reads a body that has
 *       not come yet, the thread asks the loop to watch the socket for it ({@code Waiting}).
 * </ol>
 */
package netlessons.webserver;
