/**
 * Data connections: how they come about, what they carry, and who ends them.
 *
 * <p>Read in this order: {@code DataConnections} makes them; a {@code DataConnection} lives from PASV or PORT to the end of
 * its {@code Transfer}, which a {@code Handover} brings; {@code Opening} is how the client comes to us or we go to it;
 * {@code DataStream} carries the bytes, in the clear or under TLS, {@code Counted} counts them, {@code Watch} ends what does
 * not get on.
 */
package netlessons.ftp.data;
