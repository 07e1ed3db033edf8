/**
 * Speaks HTTP by hand, for graded tests: requests of a few words, forms with files, tus, lists in JSON. Nothing here
 * hides what goes over the wire: what was said is told by {@link netlessons.testkit.Wire}, if a test fails.
 */
package netlessons.testkit.http;
