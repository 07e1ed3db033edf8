/**
 * Who may do what, from where, and until when. Handlers that let requests pass to the next one, or not; and the log.
 *
 * <p>Read in this order, which is that of a request: {@code CrossSite} looks where it comes from; {@code Access} asks
 * {@code Accounts} who it is; {@code Downloads} asks the {@code Countdown} whether there is one left. {@code AccessLog}
 * writes down what became of it.
 */
package netlessons.share.access;
