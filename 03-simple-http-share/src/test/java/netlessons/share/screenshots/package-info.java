/** The pictures of the page that the chapter shows: {@link netlessons.share.screenshots.Screenshots} makes them. */
package netlessons.share.screenshots;
