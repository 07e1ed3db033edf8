/**
 * Answers to GET and HEAD: files, whole and in parts, folders as pages and as JSON, folders as zip archives.
 *
 * <p>Read in this order: {@code FileHandler}, with {@code FileHeads} for what stands before the content, {@code Parts} for
 * several ranges and {@code FileCache} for small files;
 * {@code FolderHandler}, whose pages {@code FolderPage} fills in row by row; {@code ZipHandler}.
 */
package netlessons.share.read;
