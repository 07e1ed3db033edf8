package netlessons.upload.receive;

/** What to do with a file whose name another one has already. */
public enum Conflict {
    /** The one that is there stays, the new one is rejected. */
    reject,
    /** Both stay: the new one is called "name (1).txt". */
    rename,
    /** The new one takes the place of the other in one step. */
    replace
}
