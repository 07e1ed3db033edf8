/**
 * An FTP server: RFC 959, with what came after it.
 *
 * <p>Two connections for each client are what makes FTP: one for commands, one for bytes. Read {@code naive} first, then
 * {@code wire} (lines and replies), {@code session} (commands), {@code data} (the second connection), {@code folder} (what a
 * path means, and that it leads nowhere else), {@code user}, {@code listing}; {@code FtpServer} puts them together and
 * {@code Main} is the program.
 */
package netlessons.ftp;
