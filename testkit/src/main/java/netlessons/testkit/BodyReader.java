package netlessons.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Finds out how long the content of a reply is, RFC 9112 section 6.3, and reads it. */
final class BodyReader {
    private final Cursor cursor;
    private final Field length;
    private final Field coding;

    BodyReader(Cursor cursor, List<Field> fields) {
        this.cursor = cursor;
        this.length = only("Content-Length", fields);
        this.coding = only("Transfer-Encoding", fields);
    }

    Body read(boolean head, int status, String version) {
        boolean interim = status < 200;
        if ((interim || status == 204) && (length != null || coding != null)) {
            // RFC 9110 section 8.6, RFC 9112 section 6.1
            throw wrong(length != null ? length : coding, "no framing field with status " + status);
        } else if (coding != null && length != null) {
            throw wrong(length, "no Content-Length beside Transfer-Encoding (RFC 9112 section 6.2)");
        } else if (coding != null && version.equals("HTTP/1.0")) {
            throw wrong(coding, "no Transfer-Encoding in HTTP/1.0 (RFC 9112 section 6.1)");
        } else if (coding != null && !coding.value().equalsIgnoreCase("chunked")) {
            throw wrong(coding, "Transfer-Encoding: chunked, as the request allowed nothing else");
        }
        int size = length == null ? 0 : size();
        int start = cursor.at();
        if (head || interim || status == 204 || status == 304) {
            return Body.empty(start);
        } else if (coding != null) {
            return chunked();
        } else if (length != null) {
            return Body.plain(cursor.take(size, "a body of " + size + " bytes, as Content-Length says"), start);
        }
        return untilClose(start);
    }

    private int size() {
        if (!length.value().matches("[0-9]{1,9}")) {
            throw cursor.malformed("a decimal number as Content-Length", length.valueOffset());
        }
        return Integer.parseInt(length.value());
    }

    private Body untilClose(int start) {
        int end = start;
        while (cursor.wire().has(end)) {
            end = cursor.wire().connection().length();
        }
        if (cursor.wire().connection().end() != Fault.CLOSED) {
            throw cursor.wire().ended("the connection to be closed, as without Content-Length only that ends the body");
        }
        return Body.plain(cursor.take(end - start, "the body"), start);
    }

    /** RFC 9112 section 7.1: chunk-size [ chunk-ext ] CRLF chunk-data CRLF, the last size 0, then trailer fields. */
    private Body chunked() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List<Body.Piece> pieces = new ArrayList<>();
        pieces.add(new Body.Piece(0, cursor.at()));
        while (true) {
            int size = chunkSize();
            if (size == 0) {
                cursor.fields("the trailer section");
                return new Body(content.toByteArray(), List.copyOf(pieces));
            }
            pieces.add(new Body.Piece(content.size(), cursor.at()));
            content.writeBytes(cursor.take(size, "a chunk of " + size + " bytes"));
            cursor.crlf("the chunk of " + size + " bytes");
        }
    }

    private int chunkSize() {
        int start = cursor.at();
        int size = 0;
        int digit = Character.digit(cursor.peek("a chunk size in hexadecimal"), 16);
        while (digit >= 0) {
            size = size * 16 + digit;
            cursor.skip();
            if (cursor.at() - start > 7) {
                throw cursor.malformed("a chunk size that makes sense");
            }
            digit = Character.digit(cursor.peek("CR LF (\\r\\n) behind the chunk size"), 16);
        }
        if (cursor.at() == start) {
            throw cursor.malformed("a chunk size in hexadecimal");
        }
        if (cursor.peek("CR LF") == ';') {
            while (Cursor.isText(cursor.peek("CR LF (\\r\\n) behind the chunk extension"))) {
                cursor.skip();
            }
        }
        cursor.crlf("the chunk size");
        return size;
    }

    private Field only(String name, List<Field> fields) {
        List<Field> found =
                fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).toList();
        if (found.size() > 1) {
            throw wrong(found.get(1), "a single " + name);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private AssertionError wrong(Field field, String expected) {
        return cursor.malformed(expected, field.offset());
    }
}
