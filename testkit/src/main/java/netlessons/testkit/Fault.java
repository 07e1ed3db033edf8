package netlessons.testkit;

/** What can be wrong with an answer, and what that usually means. */
public enum Fault {
    REFUSED(
            "the connection was refused",
            "nobody listens on this port (any more): has the program ended, or does it listen on another port?"),
    CLOSED(
            "the connection was closed",
            "too early: did the program crash on this request, or is Content-Length larger than the body?"),
    RESET(
            "the connection was reset",
            "the program crashed on this request, or closed the socket while bytes of the request were still unread"),
    TIMED_OUT(
            "nothing more came in time",
            "the program waits for more (for the end of the stream?), forgot to flush, or promised more than it sent"),
    STILL_OPEN("the connection is still open", "the program keeps the connection open where it has to close it"),
    NOT_READ(
            "the program stopped reading",
            "the program does not read the whole request before it answers, or it waits for something else"),
    TOO_MUCH("it never ends", "the program writes on and on; this connection was given up"),
    MALFORMED(
            "malformed", "this is not HTTP as the grammar has it, and a browser or proxy may misread it from here on"),
    /** The answer could be read, but does not say what is asked for: "expected" says it all. */
    WRONG_VALUE("", "");

    private final String words;
    private final String meaning;

    Fault(String words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    /** A few words for it. */
    public String words() {
        return words;
    }

    /** One sentence for a beginner. */
    public String meaning() {
        return meaning;
    }
}
