package netlessons.share.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The kinds of pictures that are decoded: what the JDK itself reads, and has been well tried with. A library that brings
 * more decoders for ImageIO changes nothing here: each of them would be one more way in.
 */
enum Kind {
    PNG,
    JPEG,
    GIF,
    BMP;

    private static final long PNG_START = 0x89504e470d0a1a0aL;

    /** Where a BMP says how its pixels are packed, and the first of the ways that are other pictures within it. */
    private static final int PACKING = 30;

    private static final int JPEG_WITHIN = 4;

    /** By its first bytes: the name of the file may say anything. The stream stands where it stood, afterwards. */
    static Optional<Kind> of(ImageInputStream in) throws IOException {
        in.mark();
        try {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            long start = in.readLong();
            if (start == PNG_START) {
                return Optional.of(PNG);
            } else if (start >>> 40 == 0xffd8ff) {
                return Optional.of(JPEG);
            } else if (start >>> 16 == 0x474946383761L || start >>> 16 == 0x474946383961L) { // GIF87a, GIF89a
                return Optional.of(GIF);
            }
            return start >>> 48 == 0x424d && isPlainBmp(in) ? Optional.of(BMP) : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        } finally {
            in.reset();
        }
    }

    /** One that has a PNG or a JPEG within would have a second size, which nobody has looked at. */
    private static boolean isPlainBmp(ImageInputStream in) throws IOException {
        in.skipBytes(PACKING - Long.BYTES);
        in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        int packing = in.readInt();
        return packing >= 0 && packing < JPEG_WITHIN;
    }

    ImageReader reader() {
        return ImageIO.getImageReadersByFormatName(name()).next(); // every JDK has these
    }

    /** Whether it can say of a pixel that something behind it is to be seen. */
    boolean isSeeThrough() {
        return this == PNG || this == GIF;
    }

    String mediaType() {
        return "image/" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
