package netlessons.testkit.origin;

/**
 * A header field.
 *
 * @param name as it was written
 * @param value without white space around it
 */
public record Field(String name, String value) {}
