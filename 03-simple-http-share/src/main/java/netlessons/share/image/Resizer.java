package netlessons.share.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import netlessons.share.http.HardWork;
import netlessons.share.http.HttpError;

/**
 * Makes pictures smaller. A file of a few bytes may say that it is a picture of many thousand million pixels: so its size is
 * looked at before it is decoded, and only so many pixels are decoded at one time. Safe for use by many threads.
 */
final class Resizer {
    static {
        ImageIO.setUseCache(false); // else each picture goes through a file in /tmp
    }

    /** In memory, of one pixel: as it is decoded (8 bytes if each colour has 16 bits), and once more with 8 bits each. */
    private static final int DECODED_BYTES = 12;

    /** The same of the result: scaled, turned, and written. */
    private static final int RESULT_BYTES = 12;

    /** How many of the largest ones may be decoded at one time. */
    private static final int LARGE_ONES = 2;

    private static final float JPEG_QUALITY = 0.85f;

    private final ImageLimits limits;
    private final Gate gate;

    Resizer(ImageLimits limits) {
        this.limits = limits;
        this.gate = new Gate(limits.waiting(), limits.patience());
    }

    /**
     * The picture, no larger than the box, turned as its camera was held. It keeps its proportions, and never grows.
     *
     * @param wanted the kind of the result; nothing for the same
     * @param made looked at when it is this picture's turn: somebody else may have made it meanwhile
     * @throws HttpError 413 if it is too large, 415 if it is none
     * @throws Gate.Busy if too many are being made
     */
    Picture fit(Input in, Box box, Optional<Kind> wanted, Supplier<Optional<Picture>> made)
            throws IOException, Gate.Busy {
        if (in.size() > limits.bytes()) {
            throw tooLarge("The file is too large to make another picture of it.");
        }
        ImageReader reader = null;
        try {
            in.limit(limits.time());
            Kind kind = Kind.of(in)
                    .orElseThrow(() -> new HttpError(415, "This is no picture of a kind that is known here."));
            int orientation = kind == Kind.JPEG ? orientation(JpegHead.of(in)) : 1;
            ImageReader decoder = kind.reader();
            reader = decoder;
            reader.setInput(in, true, true); // the first picture only, and no notes: they may be of any size
            Size size = Size.of(reader, box, orientation);
            return gate.enter(share(size), () -> {
                Optional<Picture> known = made.get();
                if (known.isPresent()) {
                    return known.get();
                }
                in.limit(limits.time()); // without what it has waited
                return HardWork.run(() -> make(decoder, size, orientation, wanted.orElse(kind)));
            });
        } catch (HttpError | Gate.Busy e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new HttpError(503, "There is not enough memory for this picture at the moment.");
        } catch (IOException | RuntimeException e) { // decoders throw all kinds of them
            throw in.isLate() ? tooLarge("The picture takes too long.") : new HttpError(415, "The picture is broken.");
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    private static int orientation(JpegHead head) {
        if (head.components() == 4) {
            throw new HttpError(415, "Pictures with the colours of a printing press (CMYK) are not known here.");
        }
        return head.orientation();
    }

    // @start region=share
    /** How much of the room a picture takes: what it needs most of all, pixels, memory, or a processor. */
    private int share(Size size) {
        double pixels = (double) size.pixels() / limits.pixels();
        double memory =
                ((double) size.decoded() * DECODED_BYTES + (double) size.result() * RESULT_BYTES) / limits.memory();
        if (pixels > 1 || memory > 1) {
            throw tooLarge("The picture has too many pixels.");
        }
        double processor = 1.0 / limits.atOnce();
        return (int) Math.ceil(Gate.WHOLE * Math.max(processor, Math.max(pixels / LARGE_ONES, memory)));
    }
    // @end

    private static HttpError tooLarge(String words) {
        return new HttpError(413, words);
    }

    private static Picture make(ImageReader reader, Size size, int orientation, Kind kind) throws IOException {
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(size.step(), size.step(), 0, 0);
        BufferedImage small = Plain.of(reader.read(0, parameters), kind);
        if (small.getWidth() != size.newWidth() || small.getHeight() != size.newHeight()) {
            small = Thumbnails.of(small)
                    .forceSize(size.newWidth(), size.newHeight())
                    .asBufferedImage();
        }
        if (orientation > 1) {
            small = Plain.of(
                    ExifFilterUtils.getFilterForOrientation(Orientation.typeOf(orientation))
                            .apply(small),
                    kind);
        }
        return new Picture(kind, encode(small, kind));
    }

    private static byte[] encode(BufferedImage image, Kind kind) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(kind.name()).next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (kind == Kind.JPEG) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(JPEG_QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
