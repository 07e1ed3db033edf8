package netlessons.webserver;

/**
 * All of a request before its body, checked: whoever holds one need not doubt its syntax.
 *
 * @param line the request line as it came
 * @param version the minor version: 1 for HTTP/1.1, 0 for HTTP/1.0
 * @param bodyLength bytes of the body, or {@link #CHUNKED}
 */
record RequestHead(String line, String method, Target target, int version, Headers headers, long bodyLength) {
    static final long CHUNKED = -1;

    /** RFC 9112 section 9.3: HTTP/1.1 stays unless somebody says close, HTTP/1.0 goes unless the client asks. */
    boolean keepAlive() {
        var options = headers.list("Connection");
        return !options.contains("close") && (version == 1 || options.contains("keep-alive"));
    }

    /** RFC 9110 section 10.1.1; an HTTP/1.0 client would not understand the answer. */
    boolean expectsContinue() {
        return version == 1 && bodyLength != 0 && headers.list("Expect").contains("100-continue");
    }
}
