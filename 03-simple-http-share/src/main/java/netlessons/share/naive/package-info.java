/** The obvious first program, with its faults. */
package netlessons.share.naive;
