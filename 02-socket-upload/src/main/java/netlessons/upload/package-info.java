/**
 * Lesson 02: sending files over TCP, framed, checked, resumed. docs/02-socket-upload.md tells the story,
 * docs/02-protocol.md is the law.
 *
 * <p>Four packages, to be read in this order:
 *
 * <ol>
 *   <li>{@code naive}: the first program that everybody writes, with its faults.
 *   <li>{@code protocol}: frames and what they say. It knows no sockets and no files.
 *   <li>{@code receive}: the receiver, a server that is careful with a folder.
 *   <li>{@code send}: the sender, which does not give up easily.
 * </ol>
 *
 * Here are only {@link netlessons.upload.Main}, the command line, and {@link netlessons.upload.Demo}; in {@code text}
 * is what people type and read. Each package says where to begin in it.
 */
package netlessons.upload;
