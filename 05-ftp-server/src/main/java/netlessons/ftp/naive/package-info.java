/** The obvious first program, with its faults. */
package netlessons.ftp.naive;
