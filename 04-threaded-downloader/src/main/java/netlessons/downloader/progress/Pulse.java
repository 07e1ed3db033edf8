package netlessons.downloader.progress;

/** Does something again and again. Safe for threads. */
interface Pulse {
    /** The first call begins; others do nothing. */
    void start(Runnable beat);

    /** Does not return before a beat that is under way is over; there is none after it. */
    void end();
}
