/** What people see: pages made from templates, and the files that they need. */
package netlessons.share.page;
