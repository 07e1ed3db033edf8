/**
 * The shared folder: what is in it, and how something comes into it. No path leads out of it, what is hidden stays hidden,
 * and files appear whole or not at all. Knows no HTTP.
 */
package netlessons.share.folder;
