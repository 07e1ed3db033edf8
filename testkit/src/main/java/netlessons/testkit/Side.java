package netlessons.testkit;

/** Which of the two programs that talk to each other a graded test is about. */
public enum Side {
    /** The one that listens: {@code -Dtarget} or {@code -Dtarget.command}. */
    SERVER,
    /** The one that connects: {@code -Dtarget.send}. */
    SENDER,
    /** Both together; where only one was given, the lesson's own is the other one. */
    BOTH
}
