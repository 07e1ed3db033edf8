/**
 * A real browser for tests: Chromium, as Debian packages it, in a container, told what to do over WebDriver.
 *
 * <p>Read {@link netlessons.testkit.browser.Browser} first (the container, and how it reaches a server of this machine),
 * then {@link netlessons.testkit.browser.Tab} (what a person does with a page). {@link netlessons.testkit.browser.Axe}
 * asks axe-core (https://github.com/dequelabs/axe-core) whether everybody can use a page; its file axe.min.js is version
 * 4.14.1 as npm has it, under the Mozilla Public License 2.0, which is beside it.
 */
package netlessons.testkit.browser;
