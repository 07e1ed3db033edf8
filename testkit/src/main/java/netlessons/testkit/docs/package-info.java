/**
 * Keeps the chapters true: what a document says is compared with the code, run in a shell, and looked up.
 *
 * <p>Read in this order: {@link netlessons.testkit.docs.DocsTest} (what a module extends), {@code Page} (one parsed
 * document), then the checks: {@code Listings}, {@code Links}, {@code Chapter}, and for console blocks {@code Console}
 * (what the block says), {@code Command} (what is run in its place), {@code Session} (runs it), {@code Shell} (one
 * process), {@code Expected} (compares the output).
 */
package netlessons.testkit.docs;
