package netlessons.share.read;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import netlessons.share.http.ByteRange;
import netlessons.share.http.Content;
import netlessons.share.http.FileVersion;
import netlessons.share.http.Response;

/** The parts of a file that somebody asked for: one as it is, several as multipart/byteranges. */
final class Parts {
    private Parts() {}

    /**
     * @param response to be completed: with type and content
     * @param type of the file
     * @param ranges one at least, all within the file
     * @param file open; the response closes it
     */
    static Response of(Response response, String type, List<ByteRange> ranges, FileVersion version, FileChannel file) {
        if (ranges.size() > 1) {
            return several(response, type, ranges, version.length(), file);
        }
        ByteRange range = ranges.get(0);
        Response part = response.with("Content-Type", type)
                .with("Content-Range", range.contentRange(version.length()))
                .with(Content.FileParts.of(file, range.first(), range.length()));
        // Who asks for all bytes as one part gets as much as who asks for the file.
        return range.length() == version.length() ? part.asDownload() : part;
    }

    /** RFC 9110 section 14.6. What a part is, and where it belongs, stands at its head; Content-Range is not in ours. */
    private static Response several(
            Response response, String type, List<ByteRange> ranges, long length, FileChannel file) {
        String boundary = UUID.randomUUID().toString(); // nobody can put it into a file beforehand
        List<Content.Part> parts = new ArrayList<>();
        List<byte[]> between = new ArrayList<>();
        for (ByteRange range : ranges) {
            parts.add(new Content.Part(range.first(), range.length()));
            between.add(ascii("%s--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                    .formatted(between.isEmpty() ? "" : "\r\n", boundary, type, range.contentRange(length))));
        }
        between.add(ascii("\r\n--" + boundary + "--\r\n"));
        return response.with("Content-Type", "multipart/byteranges; boundary=" + boundary)
                .with(new Content.FileParts(file, parts, between));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
