package netlessons.share.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/** Turns what a decoder has made into one of two forms that everything else can handle: 8 bits for each colour. */
final class Plain {
    private Plain() {}

    /** @param kind of the picture that will be written: in some kinds nothing is see-through, it stands on white then */
    static BufferedImage of(BufferedImage image, Kind kind) {
        boolean alpha = image.getColorModel().hasAlpha();
        int type = kind.isSeeThrough() && alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        if (image.getType() == type) {
            return image;
        }
        boolean gray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        BufferedImage readable = gray && alpha ? seeThroughGray(image) : image;
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), type);
        Graphics2D graphics = plain.createGraphics();
        graphics.drawImage(readable, 0, 0, type == BufferedImage.TYPE_INT_ARGB ? null : Color.WHITE, null);
        graphics.dispose();
        return plain;
    }

    /** Java takes such gray for a measure of light, which no file means by it: drawn, it would be much too bright. */
    private static BufferedImage seeThroughGray(BufferedImage image) {
        int width = image.getWidth();
        Raster raster = image.getRaster();
        int more = raster.getSampleModel().getSampleSize(0) - 8;
        BufferedImage plain = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        int[] grays = new int[width];
        int[] alphas = new int[width];
        int[] pixels = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, grays);
            raster.getSamples(0, y, width, 1, 1, alphas);
            for (int x = 0; x < width; x++) {
                pixels[x] = alphas[x] >> more << 24 | (grays[x] >> more) * 0x010101;
            }
            plain.setRGB(0, y, width, 1, pixels, 0, width);
        }
        return plain;
    }
}
