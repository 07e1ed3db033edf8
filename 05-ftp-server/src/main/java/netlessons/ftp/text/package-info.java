/** What people type and read: sizes, times, and text from strangers made fit to be printed. */
package netlessons.ftp.text;
