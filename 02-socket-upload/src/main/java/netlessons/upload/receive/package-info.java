/**
 * The receiver: many connections, one folder.
 *
 * <p>To understand it read, in this order, {@code Session} (what each frame leads to), {@code Upload} (one file on its
 * way), {@code Store} (whether it may begin), {@code Temporary} (its bytes until it is whole), {@code Group} and
 * {@code Publisher} (how whole files become durable and get their names). Around them: {@code Receiver} lets connections
 * in and ends them, {@code Connection} carries frames, {@code Patience} and {@code Clock} end what takes too long,
 * {@code Space} and {@code Claims} keep uploads out of each other's way, {@code Root} keeps all of them in the folder,
 * {@code Sweeper} deletes what nobody came back for. {@code Limits} has every number, with its reason.
 */
package netlessons.upload.receive;
