/**
 * Lesson 03: a folder, shared over HTTP. docs/03-simple-http-share.md tells the story, docs/03-contract.md is the law.
 *
 * <p>The packages, to be read in this order. Each knows only those before it, and says where to begin in it; the numbers are
 * lines:
 *
 * <ol>
 *   <li>{@code naive} (50 lines): the first program that everybody writes, with its faults.
 *   <li>{@code http} (1,100): requests, responses, conditions, ranges. It knows no sockets and no files.
 *   <li>{@code folder} (2,000): what is in a folder, and how something comes into it. It knows no HTTP.
 *   <li>{@code page} (500, and 1,050 lines of templates, styles and scripts): what people see.
 *   <li>{@code read} (1,100), {@code upload} (650), {@code tus} (900), {@code image} (1,000): the handlers that answer.
 *   <li>{@code engine} (1,200): Jetty, which brings requests and takes responses away.
 *   <li>{@code access} (700): handlers that let a request pass to the next one, or not; and the log.
 *   <li>{@code options} (550): what people type, and what they are told at the start.
 * </ol>
 *
 * Here is what puts them together: {@link netlessons.share.Main}, the command line, {@link netlessons.share.ShareServer},
 * which strings the handlers together, and {@code Routes}, which knows who answers what.
 *
 * <p>For one evening, some 2,500 lines: {@code naive}; {@code ShareServer} and {@code Routes} here; {@code Request},
 * {@code Response}, {@code Content}, {@code FileVersion}, {@code Preconditions} and {@code Ranges} of {@code http};
 * {@code Root} and {@code Steps} of {@code folder}, and {@code FileHandler} of {@code read}, which are the way out;
 * {@code PutHandler} of {@code upload}, {@code Upload} and {@code Publisher} of {@code folder}, and {@code Transfer} of
 * {@code tus}, which are the way in; {@code Size} and {@code Resizer} of {@code image}; {@code CrossSite} and
 * {@code Countdown} of {@code access}; {@code Pages} with its {@code folder.mustache}. The rest is there to be looked up.
 */
package netlessons.share;
