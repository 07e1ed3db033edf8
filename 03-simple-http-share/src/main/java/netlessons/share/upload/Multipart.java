package netlessons.share.upload;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.HttpError;

/**
 * A form with files in it, as browsers send it: multipart/form-data (RFC 7578, RFC 2046 section 5.1). It is read as it
 * comes, however large the files are. For one thread.
 */
final class Multipart {
    /** Of one form: a folder that is dropped on a page may have many files. */
    private static final int MOST_PARTS = 1000;

    /** In bytes. */
    private static final int HEAD = 8 << 10;

    /** In bytes: what stands before the first part nobody reads. */
    private static final int PREAMBLE = 4 << 10;

    private static final int BUFFER = 256 << 10;

    /** RFC 2046 section 5.1.1: up to 70 of these characters, the last one no blank. */
    private static final Pattern BOUNDARY = Pattern.compile(
            "(?i)multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([\\w'()+,./:=? -]{0,69}[\\w'()+,./:=?-])\"|([\\w'+.-]{1,70}))\\s*(?:;.*)?");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private int parts;
    private Part part;

    /** One field of the form, or one file. */
    final class Part extends InputStream {
        private final Fields fields;
        private boolean over;

        private Part(Fields fields) {
            this.fields = fields;
        }

        Fields fields() {
            return fields;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        // @start region=read
        /** What is here of this part: all but what might be the beginning of the delimiter. */
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            while (!over) {
                int end = delimiterAt();
                if (end == from && to - from >= delimiter.length) {
                    from += delimiter.length;
                    over = true;
                } else if (end > from) {
                    int count = Math.min(length, end - from);
                    System.arraycopy(buffer, from, bytes, offset, count);
                    from += count;
                    return count;
                } else {
                    more();
                }
            }
            return -1;
        }
        // @end
    }

    /** @throws HttpError 400 or 415 if it is none */
    Multipart(InputStream in, String contentType) {
        Matcher type = BOUNDARY.matcher(contentType);
        if (!type.matches()) {
            boolean form = contentType.regionMatches(true, 0, "multipart/form-data", 0, 19);
            throw new HttpError(form ? 400 : 415, "A form with files is expected here (multipart/form-data).");
        }
        this.in = in;
        String boundary = type.group(1) == null ? type.group(2) : type.group(1);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may be the very beginning; all others have a line's end before them.
        buffer[0] = '\r';
        buffer[1] = '\n';
        to = 2;
    }

    /**
     * The next one; what was not read of the one before is skipped.
     *
     * @return nothing if that was the last one
     * @throws IOException also if the form breaks off
     */
    Optional<Part> next() throws IOException {
        if (part == null) {
            part = new Part(Fields.NONE);
            if (skip(part, PREAMBLE) == PREAMBLE) {
                throw new HttpError(400, "The form does not begin with its boundary.");
            }
        } else {
            skip(part, Long.MAX_VALUE);
        }
        if (startsWith("--")) { // what follows nobody reads
            return Optional.empty();
        } else if (parts++ == MOST_PARTS) {
            throw new HttpError(413, "The form has more than " + MOST_PARTS + " parts.");
        }
        part = new Part(head());
        return Optional.of(part);
    }

    private static long skip(Part part, long most) throws IOException {
        byte[] bytes = new byte[PREAMBLE];
        long skipped = 0;
        while (skipped < most) {
            int count = part.read(bytes, 0, (int) Math.min(bytes.length, most - skipped));
            if (count < 0) {
                break;
            }
            skipped += count;
        }
        return skipped;
    }

    /** Where the delimiter begins, or might, as far as the buffer shows; else the buffer's end. */
    private int delimiterAt() {
        for (int at = from; at < to; at++) {
            if (buffer[at] == '\r') {
                int fits = 1;
                while (fits < delimiter.length && at + fits < to && buffer[at + fits] == delimiter[fits]) {
                    fits++;
                }
                if (fits == delimiter.length || at + fits == to) {
                    return at;
                }
            }
        }
        return to;
    }

    /** Reads on, behind what is in the buffer. */
    private void more() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int count = in.read(buffer, to, buffer.length - to);
        if (count < 0) {
            throw new EOFException("The form breaks off.");
        }
        to += count;
    }

    private boolean startsWith(String text) throws IOException {
        while (to - from < text.length()) {
            more();
        }
        return new String(buffer, from, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    /** The rest of the delimiter's line, and the fields of a part. */
    private Fields head() throws IOException {
        if (!line(HEAD).isBlank()) {
            throw new HttpError(400, "The form has something behind a boundary.");
        }
        List<Field> fields = new ArrayList<>();
        int left = HEAD;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length() + 2;
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) <= ' ') {
                throw new HttpError(400, "The form has a field that is none.");
            }
            fields.add(new Field(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return new Fields(fields);
    }

    /** Up to CRLF; browsers write names in UTF-8 (RFC 7578 section 5.1). */
    private String line(int most) throws IOException {
        for (int at = from; ; at++) {
            while (at + 1 >= to) {
                int done = at - from;
                more();
                at = from + done;
            }
            if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                String line = new String(buffer, from, at - from, StandardCharsets.UTF_8);
                from = at + 2;
                return line;
            } else if (at - from >= most) {
                throw new HttpError(400, "The form has a part whose head is too long.");
            }
        }
    }
}
