package netlessons.share.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import netlessons.share.http.HttpError;

/**
 * Makes pictures smaller. A file of a few bytes may say that it is a picture of many thousand million pixels: so its size is
 * looked at before it is decoded, and only few are decoded at one time. Safe for use by many threads.
 */
public final class Resizer {
    static {
        ImageIO.setUseCache(false); // else each picture goes through a file in /tmp
    }

    /** What the JDK's own decoders read, and are well tried with. */
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

    private static final int WAIT_SECONDS = 10;

    private final long mostPixels;
    private final Semaphore atOnce;

    /** @param mostPixels of a picture that is decoded; with 4 bytes each in memory */
    public Resizer(long mostPixels, int atOnce) {
        this.mostPixels = mostPixels;
        this.atOnce = new Semaphore(atOnce);
    }

    /** @param format png, jpeg, gif or bmp */
    public record Picture(String format, byte[] bytes) {}

    /**
     * The picture, no larger than the box, turned as its camera was held. It keeps its proportions, and never grows.
     *
     * @param format of the result; null for the same
     * @throws HttpError 413 if it is too large, 415 if it is none, 503 if too many are being made
     */
    public Picture fit(InputStream in, Box box, String format) throws IOException {
        try {
            if (!atOnce.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new HttpError(503, "Too many pictures are being made at the moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpError(503, "The server is stopping.");
        }
        try (ImageInputStream image = ImageIO.createImageInputStream(in)) {
            return fit(image, box, format);
        } finally {
            atOnce.release();
        }
    }

    private Picture fit(ImageInputStream in, Box box, String wanted) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        ImageReader reader = readers.hasNext() ? readers.next() : null;
        if (reader == null || !FORMATS.contains(format(reader))) {
            throw new HttpError(415, "This is no picture of a kind that is known here.");
        }
        try {
            reader.setInput(in, false, false);
            BufferedImage image = turned(reader, decode(reader, box));
            String format = wanted == null ? format(reader) : wanted;
            return new Picture(format, encode(scaled(image, box), format));
        } catch (IOException | RuntimeException e) { // decoders throw all kinds of them
            if (e instanceof HttpError error) {
                throw error;
            }
            throw new HttpError(415, "The picture is broken.");
        } finally {
            reader.dispose();
        }
    }

    private static String format(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(java.util.Locale.ROOT);
    }

    // @start region=decode
    /** With every n-th pixel only, as long as that is more than is wanted in the end. */
    private BufferedImage decode(ImageReader reader, Box box) throws IOException {
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > mostPixels) {
            throw new HttpError(413, "The picture has too many pixels.");
        }
        int most = Math.max(box.width(), box.height());
        int step = (int) Math.max(1, Math.min(width, height) / (2L * most));
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, parameters);
    }
    // @end

    private static BufferedImage turned(ImageReader reader, BufferedImage image) {
        try {
            Orientation orientation = ExifUtils.getExifOrientation(reader, 0);
            return orientation == null
                    ? image
                    : ExifFilterUtils.getFilterForOrientation(orientation).apply(image);
        } catch (Exception e) {
            return image; // it says nothing that makes sense
        }
    }

    private static BufferedImage scaled(BufferedImage image, Box box) throws IOException {
        double factor = Math.min(
                1, Math.min((double) box.width() / image.getWidth(), (double) box.height() / image.getHeight()));
        int width = (int) Math.max(1, Math.round(image.getWidth() * factor));
        int height = (int) Math.max(1, Math.round(image.getHeight() * factor));
        return Thumbnails.of(image).forceSize(width, height).asBufferedImage();
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BufferedImage plain = image;
        if (format.equals("jpeg") || format.equals("bmp")) { // which know no transparency
            plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
            plain.createGraphics().drawImage(image, 0, 0, java.awt.Color.WHITE, null);
        }
        if (!ImageIO.write(plain, format, out)) {
            throw new IOException("no encoder for " + format);
        }
        return out.toByteArray();
    }
}
