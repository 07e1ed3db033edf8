/**
 * Requests that bring files: PUT, and the forms of web pages.
 *
 * <p>Read in this order: {@code PutHandler}, the simple way; {@code FormHandler}, and {@code Multipart}, which takes a form
 * apart while it comes; {@code Refusals} are what senders hear.
 */
package netlessons.share.upload;
