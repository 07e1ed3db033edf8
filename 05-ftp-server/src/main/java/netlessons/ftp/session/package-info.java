/**
 * One client, and what it may ask for.
 *
 * <p>Read in this order: {@code Session} reads lines and answers; {@code Interpreter} finds the command of a line; {@code
 * Commands} is the table of all, each a {@code Command}, {@code Rights} who may give it; {@code Dtp} has the data connections;
 * then the files that carry commands out: {@code Login}, {@code Folders}, {@code Parameters}, {@code Connecting}, {@code
 * Transfers} with {@code Sending} and {@code Receiving}, {@code Files}, {@code Lists} with {@code Listing}, {@code About},
 * {@code Cover}.
 */
package netlessons.ftp.session;
