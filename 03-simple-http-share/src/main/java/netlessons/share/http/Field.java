package netlessons.share.http;

/** One header field. */
public record Field(String name, String value) {}
