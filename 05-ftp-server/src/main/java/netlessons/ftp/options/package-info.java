/** The command line: {@code Options}, with {@code UserOptions} and {@code LimitOptions}. */
package netlessons.ftp.options;
