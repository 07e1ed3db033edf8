/** Who may do what, from where, and until when. Each class is a handler that lets requests pass to the next one, or not. */
package netlessons.share.access;
