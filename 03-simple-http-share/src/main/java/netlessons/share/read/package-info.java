/** Answers to GET and HEAD: files, whole and in parts, folders as pages and as JSON, folders as zip archives. */
package netlessons.share.read;
