/**
 * The folder that a user sees, and what can be done in it. Knows no FTP commands.
 *
 * <p>Read in this order: {@code VirtualPath} is a path as text; {@code Root} finds what it means, and lets nobody out, with
 * {@code Steps}; {@code Entries} are what a list shows; {@code Incoming} is a file that comes in: a {@code Temporary}, hidden
 * among the {@code Parts} until it is whole, or one written {@code InPlace}. {@code Sweeper} takes away what was left behind.
 */
package netlessons.ftp.folder;
