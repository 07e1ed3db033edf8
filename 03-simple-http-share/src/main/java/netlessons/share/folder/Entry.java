package netlessons.share.folder;

import java.time.Instant;

/**
 * One line of a folder's list.
 *
 * @param path where it is, seen from the folder that is listed: its name, but for what a search has found deeper
 * @param size in bytes; 0 for a folder
 */
public record Entry(String path, boolean folder, long size, Instant modified) {}
