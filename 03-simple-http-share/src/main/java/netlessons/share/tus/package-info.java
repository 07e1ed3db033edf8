/**
 * Uploads that go on where they broke off: tus 1.0 (https://tus.io/protocols/resumable-upload), the core protocol with the
 * extensions creation, creation-with-upload, expiration and termination.
 *
 * <p>Read in this order: {@code TusHandler} answers requests; {@code Asked} and {@code Metadata} are what they say;
 * {@code Transfer} is one upload, and who has the turn to send it; {@code Transfers} are all of them, with an end for
 * each; {@code Notes} are what outlives the server.
 */
package netlessons.share.tus;
