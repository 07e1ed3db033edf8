/** Where the lesson starts: a web server as one writes it the first time. */
package netlessons.webserver.naive;
