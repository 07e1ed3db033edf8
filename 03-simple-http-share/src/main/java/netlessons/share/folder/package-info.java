/**
 * The shared folder: what is in it, and how something comes into it. No path leads out of it, what is hidden stays hidden,
 * and files appear whole or not at all. Knows no HTTP.
 *
 * <p>Read in this order: {@code Root} finds and lists, {@code Steps} opens what was found and nothing else,
 * {@code Search} looks further down. {@code Uploads} begins an {@code Upload}, which writes to a {@code Temporary} as long
 * as {@code Space} has room for it; {@code NewName} and {@code Place} say where it may go, and {@code Publisher} gives it its
 * name, or makes all undone with {@code Undo}. {@code Sweeper} takes away what was left behind.
 */
package netlessons.share.folder;
