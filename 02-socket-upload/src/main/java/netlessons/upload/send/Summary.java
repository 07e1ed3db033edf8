package netlessons.upload.send;

/**
 * What became of all.
 *
 * @param now the last count
 * @param interrupted whether somebody stopped it before the end
 */
record Summary(Tally.Now now, boolean interrupted) {
    static final int ALL = 0;
    static final int SOME_FAILED = 1;
    static final int INTERRUPTED = 130;

    int exitStatus() {
        if (interrupted) {
            return INTERRUPTED;
        }
        return now.failed() > 0 || now.committed() < now.files() ? SOME_FAILED : ALL;
    }
}
