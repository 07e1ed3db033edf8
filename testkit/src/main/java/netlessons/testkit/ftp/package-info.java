/**
 * Speaks FTP by hand, for graded tests: {@code Ftp} is a client that sends what it is told to, {@code FtpReply} what came
 * back, {@code DataWire} a data connection, {@code DataPort} a port at which the server is to call. Nothing here hides what
 * goes over the wire: what was said is told by {@link netlessons.testkit.Wire}, if a test fails.
 */
package netlessons.testkit.ftp;
