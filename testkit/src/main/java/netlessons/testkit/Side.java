package netlessons.testkit;

/** Which of the two programs that talk to each other a graded test is about. */
public enum Side {
    /** The one that listens: {@code -Dtarget} or {@code -Dtarget.command}. */
    SERVER,
    /** The one that connects: {@code -Dtarget.send}. */
    SENDER,
    /** Both together; where only one was given, the lesson's own is the other one. */
    BOTH,
    /** One that downloads, in a lesson that has no other: {@code -Dtarget.command}, started for each thing to fetch. */
    DOWNLOADER;

    /** Whether there is a program that listens. */
    boolean listens() {
        return this == SERVER || this == BOTH;
    }
}
