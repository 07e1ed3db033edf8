package netlessons.webserver;

import java.util.List;

/**
 * {@code method SP request-target SP HTTP-version}, RFC 9112 section 3, with what follows from it for the fields.
 *
 * @param text the line as it came
 * @param version the minor version, 0 or 1
 */
record RequestLine(String text, String method, String target, int version) {
    // @start region=parse
    /** One space, no more, between the three parts: a lenient split is how two servers come to disagree. */
    static RequestLine parse(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !Field.isToken(parts[0])) {
            throw new HttpError(400, "A request line is \"METHOD target HTTP/1.1\" with one space between.");
        }
        return new RequestLine(line, parts[0], parts[1], parseVersion(parts[2]));
    }
    // @end

    /** {@code HTTP-version = "HTTP/" DIGIT "." DIGIT}, RFC 9112 section 2.3. HTTP/1.7 would be answered as HTTP/1.1 (RFC 9110 section 2.5), HTTP/2.0 is not ours. */
    private static int parseVersion(String version) {
        boolean isVersion = version.length() == 8
                && version.startsWith("HTTP/")
                && isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && isDigit(version.charAt(7));
        if (!isVersion) {
            throw new HttpError(400, "The request line does not end in an HTTP version such as HTTP/1.1.");
        }
        if (version.charAt(5) != '1') {
            throw new HttpError(505, "This server speaks HTTP/1.1 and HTTP/1.0.");
        }
        return version.charAt(7) == '0' ? 0 : 1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Puts line and fields together, and checks what can be checked only now. */
    RequestHead head(Headers headers) {
        List<String> expectations = headers.list("Expect");
        if (version == 1 && !expectations.stream().allMatch("100-continue"::equals)) {
            throw new HttpError(417, "The only expectation this server knows is 100-continue.");
        }
        long bodyLength = Framing.bodyLength(version, headers);
        return new RequestHead(text, method, Target.parse(method, target, host(headers)), version, headers, bodyLength);
    }

    /** RFC 9112 section 3.2: exactly one Host in HTTP/1.1, and a valid one wherever it is given. */
    private String host(Headers headers) {
        List<String> hosts = headers.all("Host");
        if (hosts.size() > 1 || (hosts.isEmpty() && version == 1)) {
            throw new HttpError(400, "An HTTP/1.1 request has exactly one Host field.");
        }
        return hosts.isEmpty() ? "" : Target.checkAuthority(hosts.get(0));
    }
}
