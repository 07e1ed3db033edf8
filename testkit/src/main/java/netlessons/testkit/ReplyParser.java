package netlessons.testkit;

import java.util.List;

/** Parses one reply as RFC 9112 has it, without mercy: what a lenient client would guess at is a failure here. */
final class ReplyParser {
    private final Cursor cursor;

    /**
     * Does not read yet.
     *
     * @param start where the reply begins in what the wire receives
     */
    ReplyParser(Wire wire, int start) {
        this.cursor = new Cursor(wire, start);
    }

    /** Waits for the whole reply; one to HEAD has no body. */
    Reply parse(boolean head) {
        int start = cursor.at();
        // RFC 9112 section 4: HTTP-version SP status-code SP [ reason-phrase ] CRLF
        cursor.literal("HTTP/1.", "a status line beginning HTTP/1.1");
        int minor = cursor.peek("the minor version");
        if (minor != '0' && minor != '1') {
            throw cursor.malformed("a status line beginning HTTP/1.1");
        }
        cursor.skip();
        String version = "HTTP/1." + (char) minor;
        cursor.literal(" ", "one space behind the version");
        int statusOffset = cursor.at();
        int status = status();
        cursor.literal(" ", "one space behind the status code, even where no reason follows");
        int reasonOffset = cursor.at();
        while (Cursor.isText(cursor.peek("CR LF (\\r\\n) at the end of the status line"))) {
            cursor.skip();
        }
        String reason = cursor.text(reasonOffset, cursor.at());
        cursor.crlf("the status line");
        List<Field> fields = cursor.fields("the header section");
        Reply.Head parsed = new Reply.Head(start, version, statusOffset, status, reason, fields, cursor.at() - 2);
        Body body = new BodyReader(cursor, fields).read(head, status, version);
        return new Reply(cursor.wire(), parsed, body, cursor.at());
    }

    private int status() {
        int status = 0;
        for (int i = 0; i < 3; i++) {
            int digit = cursor.peek("a status code of three digits") - '0';
            if (digit < 0 || digit > 9 || (i == 0 && (digit < 1 || digit > 5))) {
                throw cursor.malformed("a status code of three digits, 100 to 599");
            }
            status = status * 10 + digit;
            cursor.skip();
        }
        return status;
    }
}
