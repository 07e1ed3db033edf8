/** Where the lesson starts: sending a file as one writes it the first time. */
package netlessons.upload.naive;
