package netlessons.share.image;

import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * How large a picture is, and how large another one will be that is made from it; in pixels, and not yet turned.
 *
 * @param step only each n-th pixel of each n-th row has to be decoded
 */
record Size(int width, int height, int newWidth, int newHeight, int step) {
    /** What is decoded is at least so many times wider and higher than the result: or edges would get rough. */
    private static final int FINER = 2;

    /** Orientations from here on lie on their side. */
    private static final int LYING = 5;

    // @start region=size
    /** Asks the reader for the size only: no pixel is decoded yet. */
    static Size of(ImageReader reader, Box box, int orientation) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width <= 0 || height <= 0) {
            throw new IOException("It has no pixels");
        }
        boolean lying = orientation >= LYING;
        int most = lying ? box.height() : box.width();
        int highest = lying ? box.width() : box.height();
        double factor = Math.min(1, Math.min((double) most / width, (double) highest / height));
        int newWidth = (int) Math.max(1, Math.round(width * factor));
        int newHeight = (int) Math.max(1, Math.round(height * factor));
        int step = Math.max(1, Math.min(width / newWidth, height / newHeight) / FINER);
        return new Size(width, height, newWidth, newHeight, step);
    }
    // @end

    /** Of the picture as it is. */
    long pixels() {
        return (long) width * height;
    }

    /** Pixels that are in memory when it is decoded. */
    long decoded() {
        return ((width - 1L) / step + 1) * ((height - 1L) / step + 1);
    }

    long result() {
        return (long) newWidth * newHeight;
    }
}
