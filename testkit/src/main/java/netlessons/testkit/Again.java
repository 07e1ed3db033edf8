package netlessons.testkit;

/** The line of a failure that says the same to the server again, from a POSIX shell with a netcat. */
final class Again {
    private static final int MOST = 2048;

    private final byte[] sent;
    private final int writes;

    Again(Connection connection) {
        this.sent = connection.sent();
        this.writes = connection.writes();
    }

    /** Adds the line, or why there is none. */
    void addTo(Transcript transcript, Target target) {
        if (sent.length > MOST) {
            transcript.add("again", "(left out: " + sent.length + " bytes are too many for one line)");
            return;
        }
        String say = sent.length == 0 ? "" : Escape.printf(sent) + " | ";
        transcript.add("again", say + "nc -q 3 " + target.host() + " " + target.port());
        if (writes > 1) {
            transcript.add("note", "the test sent this in " + writes + " pieces; the line above sends it at once");
        }
    }
}
