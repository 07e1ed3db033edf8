/** How files are described: {@code LongFormat} for LIST, {@code Fact} for MLSD and MLST. */
package netlessons.ftp.listing;
