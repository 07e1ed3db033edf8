/**
 * The other side of a download: an HTTP server that answers as a test tells it to, right or wrong, and remembers what it
 * was asked. Read {@link netlessons.testkit.origin.Origin} first, then {@link netlessons.testkit.origin.ServedFile}.
 */
package netlessons.testkit.origin;
