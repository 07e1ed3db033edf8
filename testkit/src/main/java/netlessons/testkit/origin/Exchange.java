package netlessons.testkit.origin;

/**
 * A request and what became of it, as far as it had come when this was asked for.
 *
 * @param asked the request
 * @param request its bytes
 * @param answer the first bytes that were answered, without those of the file
 * @param body how many bytes of the file, or of another body, were sent
 * @param end how it ended, in words; "" if it was answered and the connection stayed open, or if it goes on
 * @param running whether it goes on
 */
public record Exchange(Asked asked, byte[] request, byte[] answer, long body, String end, boolean running) {}
