/**
 * Jetty, and nothing else: all that is Jetty's stays in here.
 *
 * <p>Read in this order: {@code Engine} sets it up, with {@code Limits}; {@code Bridge} decides which thread answers;
 * {@code Exchange} translates a request, {@code Answer} what comes of it; {@code Body} brings what is sent, {@code FileSender}
 * takes files away. {@code PromptHeads}, {@code SpeedGuard} and {@code GuardedConnector} end what takes too long.
 */
package netlessons.share.engine;
