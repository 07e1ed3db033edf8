/** Pictures in other sizes: what may be decoded, how, and how much of it at a time. */
package netlessons.share.image;
