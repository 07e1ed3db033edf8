/** The command line ({@code Options}, {@code LimitOptions}), and what is said at the start ({@code Greeting}). */
package netlessons.share.options;
