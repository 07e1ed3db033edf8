/** Where the lesson starts: fetching a list of files as one writes it the first time. */
package netlessons.downloader.naive;
