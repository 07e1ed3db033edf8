package netlessons.downloader.file;

/** What happens to a new file whose name is taken. */
public enum Conflict {
    /** The new one is refused. */
    reject,
    /** Both stay: the new one becomes "name (1)". */
    rename,
    /** The new one takes the place of the old one, in one step. */
    replace
}
