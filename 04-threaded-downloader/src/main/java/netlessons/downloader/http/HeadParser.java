package netlessons.downloader.http;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.AbstractMessageParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.message.BufferedHeader;
import org.apache.hc.core5.http.message.LineParser;
import org.apache.hc.core5.http.message.RequestLine;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads heads with HttpCore's parser, and is stricter than that: it takes all versions and statuses, and a head that
 * breaks off in the middle of a field for a whole one.
 */
final class HeadParser extends AbstractMessageParser<HttpResponse> {
    /** HTTP/1.d, a blank, three digits, and perhaps more behind another blank (RFC 9112 section 4). */
    private static final String FORM = "HTTP/1.d ddd";

    private static final String START = "HTTP/";

    private final SessionInputBufferImpl buffer;
    private final Inlet in;
    private boolean begun;

    HeadParser(Http1Config limits, SessionInputBufferImpl buffer, Inlet in) {
        super(limits, new Fields());
        this.buffer = buffer;
        this.in = in;
    }

    /** @throws EOFException if the connection ends before the head does */
    Head next() throws IOException, HttpException {
        HttpResponse message;
        begun = false;
        try {
            message = parse(buffer, in);
        } catch (HttpException e) {
            if (in.ended() && begun) {
                throw new EOFException("the head breaks off");
            }
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("no head", e); // HttpCore's constructors have opinions, too
        }
        if (in.ended()) {
            throw new EOFException("the head breaks off");
        }
        return new Head(message);
    }

    @Override
    protected HttpResponse createMessage(CharArrayBuffer line) throws IOException, HttpException {
        if (!isStatusLine(line)) {
            int length = Math.min(START.length(), line.length());
            if (in.ended() && START.regionMatches(0, line.toString(), 0, length)) {
                throw new EOFException("the status line breaks off");
            }
            throw new ProtocolException("no status line");
        }
        begun = true;
        int end = FORM.length();
        int status = Integer.parseInt(line.substring(end - 3, end));
        HttpResponse message = new BasicHttpResponse(status, line.substringTrimmed(end, line.length()));
        message.setVersion(HttpVersion.get(1, line.charAt(START.length() + 2) - '0'));
        return message;
    }

    private static boolean isStatusLine(CharArrayBuffer line) {
        if (line.length() < FORM.length() || line.length() > FORM.length() && line.charAt(FORM.length()) != ' ') {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char c = line.charAt(i);
            if (FORM.charAt(i) == 'd' ? c < '0' || c > '9' : c != FORM.charAt(i)) {
                return false;
            }
        }
        return line.charAt(FORM.length() - 3) != '0';
    }

    /** For fields alone: HttpCore's own knows the first lines, too, and takes 10 ms to get ready for them. */
    private static final class Fields implements LineParser {
        @Override
        public Header parseHeader(CharArrayBuffer line) throws ParseException {
            return new BufferedHeader(line);
        }

        @Override
        public StatusLine parseStatusLine(CharArrayBuffer line) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RequestLine parseRequestLine(CharArrayBuffer line) {
            throw new UnsupportedOperationException();
        }
    }
}
