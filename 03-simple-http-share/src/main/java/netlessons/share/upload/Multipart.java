package netlessons.share.upload;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import netlessons.share.http.Buffers;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.HttpError;
import netlessons.share.http.Parameters;

/**
 * A form with files in it, as browsers send it: multipart/form-data (RFC 7578, RFC 2046 section 5.1). It is read as it
 * comes, however large the files are. For one thread.
 */
final class Multipart {
    /** Of one form: a folder that is dropped on a page may have many files. */
    static final int MOST_PARTS = 1000;

    /** In bytes: of one part's head. */
    static final int HEAD = 8 << 10;

    /** In bytes: what stands before the first part and behind the last one nobody reads. */
    static final int AROUND = 4 << 10;

    /** More than the longest head with a delimiter behind it; and what is written to the disk at once. */
    private static final int BUFFER = 64 << 10;

    /** RFC 2046 section 5.1.1: up to 70 of these characters, the last one no blank. */
    private static final Pattern BOUNDARY = Pattern.compile("[\\w'()+,./:=? -]{0,69}[\\w'()+,./:=?-]");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private int parts;
    private Part part;

    /** One field of the form, or one file. */
    final class Part extends InputStream implements Buffers {
        private final Fields fields;
        private boolean over;

        private Part(Fields fields) {
            this.fields = fields;
        }

        Fields fields() {
            return fields;
        }

        /** What is here of this part: all but what might be the beginning of the delimiter. */
        @Override
        public ByteBuffer next() throws IOException {
            int count = available();
            from += count;
            return count == 0 ? null : ByteBuffer.wrap(buffer, from - count, count);
        }

        /** How much that is; it waits until it is something. */
        @Override
        public int available() throws IOException {
            while (!over) {
                int end = delimiterAt();
                if (end > from) {
                    return end - from;
                } else if (to - from >= delimiter.length) {
                    from += delimiter.length;
                    over = true;
                } else {
                    more();
                }
            }
            return 0;
        }

        @Override
        public int read() throws IOException {
            return available() == 0 ? -1 : buffer[from++] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0; // without waiting for what comes next
            }
            int count = Math.min(length, available());
            System.arraycopy(buffer, from, bytes, offset, count);
            from += count;
            return count == 0 ? -1 : count;
        }
    }

    /** @throws HttpError 400 or 415 if it is none */
    Multipart(InputStream in, String contentType) {
        if (!contentType.split(";", 2)[0].strip().equalsIgnoreCase("multipart/form-data")) {
            throw new HttpError(415, "A form with files is expected here (multipart/form-data).");
        }
        String boundary = Parameters.of(contentType, "boundary").orElse("");
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw new HttpError(400, "The form has no boundary, or one that is none.");
        }
        this.in = in;
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
            skip(part, AROUND);
        } else {
            skip(part, Long.MAX_VALUE);
        }
        if (startsWith("--")) {
            // Not before the end, which may break off: what has come then is no whole form.
            skip(in, AROUND - (to - from));
            return Optional.empty();
        } else if (parts++ == MOST_PARTS) {
            throw new HttpError(413, "The form has more than " + MOST_PARTS + " parts.");
        }
        part = new Part(head());
        return Optional.of(part);
    }

    private static void skip(InputStream in, long most) throws IOException {
        byte[] bytes = new byte[AROUND];
        long skipped = 0;
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            skipped += count;
            if (skipped > most) {
                throw new HttpError(400, "The form has something before its first part, or behind its last one.");
            }
        }
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

    /** Browsers write names in UTF-8 (RFC 7578 section 5.1); of what is none, each byte is a letter. */
    private static String text(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1.decode(bytes).toString();
        }
    }

    /** Up to CRLF. */
    private String line(int most) throws IOException {
        for (int at = from; ; at++) {
            while (at + 1 >= to) {
                int done = at - from;
                more();
                at = from + done;
            }
            if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                ByteBuffer line = ByteBuffer.wrap(buffer, from, at - from);
                from = at + 2;
                return text(line);
            } else if (at - from >= most) {
                throw new HttpError(400, "The form has a part whose head is too long.");
            }
        }
    }
}
