/**
 * What a request and a response are, and what HTTP (RFC 9110) says about files. Knows no Jetty, and no folder.
 *
 * <p>Read in this order: {@code Handler} makes a {@code Response}, with a {@code Content}, of a {@code Request}, whose
 * {@code Target} and {@code Fields} are taken apart once; {@code FileVersion}, {@code Preconditions} and {@code Ranges}
 * decide how much of a file to send. The rest are single rules, each in its class.
 */
package netlessons.share.http;
