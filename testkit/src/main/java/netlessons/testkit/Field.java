package netlessons.testkit;

/**
 * A header field of a reply.
 *
 * @param name as it was written
 * @param value without white space around it
 * @param offset of the name in all that was received
 * @param valueOffset of the value
 */
record Field(String name, String value, int offset, int valueOffset) {}
