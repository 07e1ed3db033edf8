/**
 * What people and programs get to see. {@code Progress} is what the downloader tells and {@code Track} how far one file
 * has come; {@code Kind} chooses who listens: {@code Plain} (lines for a log), {@code Json} (lines for a program),
 * {@code Bar} (for somebody who watches) or {@code Failures}. All say the same {@code Lines}.
 *
 * <p>To understand the bars read {@code Bar} (what is drawn over what), then {@code Layout} (what stands where in a
 * line); {@code Board} adds up, {@code Rate} is how fast it goes, {@code Terminal} how large the screen is.
 */
package netlessons.downloader.progress;
