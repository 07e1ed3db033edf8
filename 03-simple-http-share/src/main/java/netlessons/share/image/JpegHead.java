package netlessons.share.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What a JPEG says about itself before its pixels begin. ImageIO could tell, too, but only by taking everything else into
 * memory that stands there: pages of text, other pictures, without a limit.
 *
 * @param components of a pixel: 1 is gray, 3 has colours, 4 is for a printing press
 * @param orientation how the camera was held, as EXIF counts: 1 to 8
 */
record JpegHead(int components, int orientation) {
    /** Bytes before the pixels. Cameras put a small picture there, and notes; that is less than 1 MiB. */
    private static final int LONGEST = 4 << 20;

    private static final int EXIF = 0xe1;
    private static final int SCAN = 0xda;
    private static final int FRAME = 6; // precision, height, width, and how many components
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;

    /**
     * Reads it; the stream stands where it stood, afterwards.
     *
     * @throws IOException if this is no JPEG, or its head is too long
     */
    static JpegHead of(ImageInputStream in) throws IOException {
        in.mark();
        try {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            in.skipBytes(2);
            int orientation = 1;
            int components = 0;
            while (in.getStreamPosition() < LONGEST) {
                int marker = marker(in);
                int length = in.readUnsignedShort() - 2;
                if (length < 0) {
                    throw new IOException("There is a piece of less than no bytes");
                } else if (marker == SCAN && components > 0) {
                    return new JpegHead(components, orientation);
                }
                byte[] bytes = new byte[marker == EXIF || isFrame(marker) ? length : 0];
                in.readFully(bytes);
                if (marker == EXIF && orientation == 1) {
                    orientation = orientation(bytes);
                } else if (isFrame(marker)) {
                    components = bytes.length < FRAME ? 0 : bytes[FRAME - 1];
                }
                in.skipBytes(length - bytes.length);
            }
            throw new IOException("The head is too long");
        } finally {
            in.reset();
        }
    }

    /** Any number of 0xff may stand before it (ITU-T T.81 section B.1.1.2). */
    private static int marker(ImageInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0xff) {
            throw new IOException("There is no marker");
        }
        int marker = 0xff;
        while (marker == 0xff) {
            marker = in.readUnsignedByte();
        }
        return marker;
    }

    /** SOF0 to SOF15: among their numbers there are three that mean something else. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Of the first folder of a TIFF file, which is what EXIF is behind its name; 1 if it says nothing that makes sense. */
    private static int orientation(byte[] exif) {
        if (exif.length < 14 || exif[0] != 'E' || exif[1] != 'x' || exif[2] != 'i' || exif[3] != 'f') {
            return 1;
        }
        try (ImageInputStream tiff =
                new MemoryCacheImageInputStream(new java.io.ByteArrayInputStream(exif, 6, exif.length - 6))) {
            int order = tiff.readUnsignedShort();
            tiff.setByteOrder(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN); // "II" or "MM"
            tiff.seek(4);
            tiff.seek(tiff.readUnsignedInt());
            for (int entries = tiff.readUnsignedShort(); entries > 0; entries--) {
                int tag = tiff.readUnsignedShort();
                int type = tiff.readUnsignedShort();
                tiff.skipBytes(4);
                int value = tiff.readUnsignedShort();
                tiff.skipBytes(2);
                if (tag == ORIENTATION && type == SHORT) {
                    return value >= 1 && value <= 8 ? value : 1;
                }
            }
        } catch (IOException e) {
            // it ends before it should
        }
        return 1;
    }
}
