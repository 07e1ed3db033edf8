package netlessons.share.access;

/** What somebody may do. */
public enum Right {
    /** See and fetch. */
    read,
    /** Send files, make folders. */
    upload
}
