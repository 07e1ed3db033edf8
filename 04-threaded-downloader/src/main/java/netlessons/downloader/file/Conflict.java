package netlessons.downloader.file;

/** What to do when a file is to get a name that another one has. */
public enum Conflict {
    /** It fails. */
    reject,
    /** It gets another name: {@code name (1).txt}. */
    rename,
    /** It takes the other one's place. */
    replace
}
