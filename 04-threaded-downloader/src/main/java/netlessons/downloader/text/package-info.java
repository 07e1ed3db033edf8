/**
 * What people type and read: {@code Size} and {@code Seconds} are read from the command line, {@code Units} are printed;
 * {@code Printable} makes text from strangers fit for that, {@code Columns} says how wide it is.
 */
package netlessons.downloader.text;
