/**
 * The sender: finds files, sends them over one or more connections, tries again where that makes sense.
 *
 * <p>To understand it read, in this order, {@code Conversation} (one connection: a thread that sends, another one that
 * reads {@code Answers}), {@code FileSender} (one file, from BEGIN to END), {@code Unanswered} (what the receiver owes),
 * {@code Worker} (connects, and again after a break), {@code Job} (what becomes of each file). {@code Sender} starts all
 * that. Around them: {@code Scan} finds files, {@code Backlog} is the queue, {@code Liveness} ends waits,
 * {@code Progress} and its four implementations tell people and programs, {@code Watch} and {@code Settling} are for
 * {@code --watch}.
 */
package netlessons.upload.send;
