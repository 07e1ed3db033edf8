/**
 * The control connection, as bytes: lines come in, replies go out. Knows no command.
 *
 * <p>Read in this order: {@code LineDecoder} cuts bytes into {@code Line}s; {@code Reply} is what the server says;
 * {@code Control} carries both, with or without TLS.
 */
package netlessons.ftp.wire;
