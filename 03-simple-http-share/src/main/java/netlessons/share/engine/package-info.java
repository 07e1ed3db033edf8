/** Jetty, and nothing else: all that is Jetty's stays behind {@code Engine} and {@code Bridge}. */
package netlessons.share.engine;
