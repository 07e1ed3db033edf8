/** What a request and a response are, and what HTTP (RFC 9110) says about files. Knows no Jetty, and no folder. */
package netlessons.share.http;
