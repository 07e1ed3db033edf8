/**
 * Pictures in other sizes: what may be decoded, how, and how much of it at a time. To be read in this order: {@code Box},
 * {@code Kind}, {@code Input}, {@code JpegHead}, {@code Gate}, {@code Resizer}, {@code PictureCache}, {@code ImageHandler}.
 */
package netlessons.share.image;
