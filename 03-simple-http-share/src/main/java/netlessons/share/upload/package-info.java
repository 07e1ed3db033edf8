/** Requests that bring files: PUT, and the forms of web pages. */
package netlessons.share.upload;
