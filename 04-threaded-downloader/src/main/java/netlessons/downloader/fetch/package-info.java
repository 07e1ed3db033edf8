/**
 * Fetching: which files at once, in which pieces, and what to do when something fails.
 *
 * <p>To understand it read, in this order, {@code Downloader} (threads that take one file after the other), {@code
 * Download} (one file: its addresses, its checksum, its name), {@code Scope} (how all of this can be stopped), {@code
 * Transfer} (one address: workers that take a piece, ask, check, write), {@code Incoming} (the file as far as it has
 * come), {@code Pieces} (what is missing) and {@code Version} (what may be joined). Around them: {@code Tries} and {@code Backoff} say whether and when to try again,
 * {@code Host} keeps the peace with a host, {@code Pace} and {@code SpeedGuard} are for too fast and too slow, {@code
 * Saver} puts on disk what has come, {@code Tally} counts.
 *
 * <p>Ways out, all caught in {@code Download}: HttpFault (the network and the origin; {@code Transfer} catches those after
 * which it tries again), DiskFault and Taken (the folder), Restart (what came cannot be joined: begin anew), There (the file
 * has been here since an earlier run), WrongChecksum.
 */
package netlessons.downloader.fetch;
