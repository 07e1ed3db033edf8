/** The command line, and what is said at the start. */
package netlessons.share.options;
