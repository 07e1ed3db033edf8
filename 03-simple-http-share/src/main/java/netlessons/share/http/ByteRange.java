package netlessons.share.http;

/**
 * A run of bytes.
 *
 * @param first position of the first byte
 * @param last position of the last byte, itself included
 */
public record ByteRange(long first, long last) {
    public long length() {
        return last - first + 1;
    }

    /** Content-Range, RFC 9110 section 14.4. */
    public String contentRange(long fileLength) {
        return "bytes " + first + "-" + last + "/" + fileLength;
    }
}
