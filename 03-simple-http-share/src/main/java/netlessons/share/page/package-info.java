/**
 * What people see: pages made from templates, and the files that they need.
 *
 * <p>Read in this order: {@code Pages} fills in folder.mustache and error.mustache, in the resources of this package;
 * {@code Assets} serves page.css and the scripts (page.js begins); {@code Readme} is the one that makes HTML of what
 * others wrote.
 */
package netlessons.share.page;
