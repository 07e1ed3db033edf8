/**
 * Lesson 04: many files at once, honestly. docs/04-threaded-downloader.md tells the story.
 *
 * <p>The packages, to be read in this order:
 *
 * <ol>
 *   <li>{@code naive}: the first program that everybody writes, with its faults.
 *   <li>{@code http}: one request and what can be believed of its answer. It knows no files and no retries.
 *   <li>{@code file}: names, parts of files, and what is left on disk for the next run.
 *   <li>{@code fetch}: what the lesson is about: many files, in segments, tried again, resumed.
 *   <li>{@code progress}: what people and programs get to see of that.
 *   <li>{@code options}: what people type.
 * </ol>
 *
 * <p>For one evening: {@code naive}; {@code Download}, {@code Transfer}, {@code Requests}, {@code Pieces}, {@code Version} and
 * {@code Tries} of {@code fetch}; {@code Call}, {@code Verdict} and {@code Framing} of {@code http}; {@code Part} and
 * {@code Entry} of {@code file}. The rest is there to be looked up.
 *
 * <p>Here are only {@link netlessons.downloader.Main}, the command line ({@code Parser}, {@code Work}),
 * {@link netlessons.downloader.Limits}, what origins may ask of us, {@link netlessons.downloader.Interrupt}, which is
 * Ctrl-C, and {@link netlessons.downloader.Demo} with an origin of its own; in {@code text} is what is read and printed.
 */
package netlessons.downloader;
