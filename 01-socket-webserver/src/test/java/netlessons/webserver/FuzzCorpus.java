package netlessons.webserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import netlessons.testkit.Mutations;

/** What the fuzzer begins with: good requests of every kind, and what to put into them. */
final class FuzzCorpus {
    private static final String HOST = " HTTP/1.1\r\nHost: a\r\n";
    private static final String ECHO = "POST /echo" + HOST;

    /** Enough for a request in each of its buffers' sizes, little enough that no socket ever fills up. */
    private static final int LONGEST = 12_000;

    private static final List<String> REQUESTS = List.of(
            "GET /" + HOST + "\r\n",
            "HEAD /hello/Ada" + HOST + "\r\n",
            "GET /hello/%C3%A9%20x?q=1&r=%zz" + HOST + "User-Agent: fuzz/1.0\r\nAccept: */*\r\n\r\n",
            "GET /headers" + HOST + "Accept: text/html;q=0.9\r\nCookie: a=\"b\"; c=d\r\nX-Empty:\r\n\r\n",
            "GET /headers" + HOST + "X-Long: " + "long ".repeat(150) + "\r\n\r\n",
            "GET /nothing/here" + HOST + "Connection: close\r\n\r\n",
            "GET /hello/Ada" + HOST + "Connection: foo, keep-alive\r\n\r\n",
            ECHO + "Content-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello\r\nworld",
            ECHO + "Content-Length: 0\r\n\r\n",
            ECHO + "Content-Length: 1200\r\n\r\n" + "0123456789ab".repeat(100),
            ECHO + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            ECHO
                    + "Transfer-Encoding: Chunked\r\n\r\n5;a=b;c=\"d;\\\"e\"\r\nhello\r\n00A;x\r\n0123456789\r\n0;y\r\n\r\n",
            ECHO + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n1f\r\n" + "x".repeat(31)
                    + "\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n",
            ECHO + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
            ECHO + "Transfer-Encoding: chunked\r\nExpect: 100-Continue\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "POST /hello/Ada" + HOST + "Content-Length: 7\r\n\r\nignored",
            "POST /hello/Ada" + HOST + "Content-Length: 2000\r\n\r\n" + "unwanted".repeat(250),
            "PUT /nowhere" + HOST + "Transfer-Encoding: chunked\r\n\r\n800\r\n" + "unwanted".repeat(256)
                    + "\r\n0\r\n\r\n",
            "PUT /nowhere" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "DELETE /echo" + HOST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\nab",
            "OPTIONS *" + HOST + "\r\n",
            "OPTIONS /echo" + HOST + "Origin: http://b\r\n\r\n",
            "FOO /" + HOST + "\r\n",
            "CONNECT a:443" + HOST + "\r\n",
            "GET http://b:80/headers?x=y" + HOST + "X: \u00e9\u00ff\r\n\r\n",
            "GET http://[::1]:8080?x HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "GET /hello/old HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
            "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nold",
            "GET /files/a.txt" + HOST + "If-None-Match: \"x\", W/\"y\", *\r\n\r\n",
            "GET /files/a.txt" + HOST + "Range: bytes=3-10\r\nIf-Range: \"x\"\r\n\r\n",
            "GET /files/a.txt" + HOST + "Range: bytes=-4\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
            "GET /files/a.txt" + HOST
                    + "If-Match: \"x\"\r\nIf-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n\r\n",
            "HEAD /files/big.bin" + HOST + "Range: bytes=0-0,5-\r\n\r\n",
            "GET /files/big.bin" + HOST + "Range: bytes=100-\r\n\r\n",
            "GET /files/empty" + HOST + "Range: bytes=0-\r\n\r\n",
            "GET /files/folder" + HOST + "\r\n",
            "GET /files/folder/?a=b" + HOST + "\r\n",
            "GET /files/../a.txt" + HOST + "\r\n",
            "GET /files/%2e%2e/.hidden/%5C" + HOST + "\r\n",
            "\r\nGET /" + HOST + "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n",
            "GET /a" + HOST + "\r\nHEAD /" + HOST + "\r\n" + ECHO + "Content-Length: 1\r\n\r\nxGET /b" + HOST + "\r\n");

    private static final List<String> TOKENS = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "\t",
            "\u000b",
            "\u007f",
            "\u00a0",
            "\u00ff",
            ":",
            ",",
            ";",
            "=",
            "\"",
            "\\",
            "/",
            "?",
            "#",
            "*",
            "..",
            "%",
            "%00",
            "%2F",
            "%2e%2e",
            "%C0%AF",
            "%ED%A0%80",
            "0",
            "00000000000000005",
            "ffffffffffffffff",
            "-1",
            "GET",
            "HEAD",
            "POST",
            "OPTIONS",
            "CONNECT",
            "PATCH",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "/echo",
            "/files/big.bin",
            "http://",
            "https://",
            "user@",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/0.9",
            "HTTP/2.0",
            "http/1.1",
            "chunked",
            "identity",
            "gzip, chunked",
            "chunked, chunked",
            "close",
            "keep-alive",
            "Content-Length",
            "Content-Length: 5\r\n",
            "Content-Length : 5\r\n",
            "Transfer-Encoding",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: \u000bchunked\r\n",
            "Connection: close\r\n",
            "Connection: keep-alive, close\r\n",
            "Host: b\r\n",
            "Host:\r\n",
            "Expect: 100-continue\r\n",
            "Expect: 200-ok\r\n",
            "X: 1\r\n 2\r\n",
            "Range: bytes=0-0\r\n",
            "bytes=",
            "9-1",
            "If-None-Match: *\r\n",
            "W/\"",
            "[::1]",
            "0\r\n\r\n",
            "5\r\nhello\r\n",
            "GET /hello/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

    private FuzzCorpus() {}

    static Mutations mutations() {
        return new Mutations(REQUESTS, TOKENS, LONGEST);
    }

    /** The files that the requests ask for. */
    static void write(Path dir) throws IOException {
        Files.write(dir.resolve("a.txt"), "twenty bytes of text".getBytes(US_ASCII));
        Files.write(dir.resolve("big.bin"), new byte[50_000]); // large enough for the way that large files go
        Files.createFile(dir.resolve("empty"));
        Files.createDirectory(dir.resolve("folder"));
        Files.write(dir.resolve("folder").resolve("index.html"), "<!doctype html>".getBytes(US_ASCII));
    }
}
