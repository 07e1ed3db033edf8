/**
 * The protocol of docs/02-protocol.md as code, without a socket: every rule in it can be tested byte by byte.
 *
 * <p>Begin with {@code Message}, all that can be said; {@code FrameType} and {@code Frame}, how it is packed;
 * {@code FrameDecoder}, which finds frames in a stream however that is cut, and {@code FrameEncoder}, which writes them.
 * {@code FrameReader} adds a channel that blocks. {@code DigestKind} and {@code Name} are sections 5 and 6.
 */
package netlessons.upload.protocol;
