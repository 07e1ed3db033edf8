package netlessons.share;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures for tests: good ones, and such as somebody makes who wants to do harm. */
public final class Pictures {
    private Pictures() {}

    /** Four colours: red at the top left, green at the top right, blue at the bottom left, black at the bottom right. */
    public static BufferedImage quarters(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Color[] colors = {Color.RED, Color.GREEN, Color.BLUE, Color.BLACK};
        for (int i = 0; i < 4; i++) {
            graphics.setColor(colors[i]);
            graphics.fillRect(i % 2 * (width / 2), i / 2 * (height / 2), width - width / 2, height - height / 2);
        }
        graphics.dispose();
        return image;
    }

    /** @param format as ImageIO names it: png, jpeg, gif, bmp */
    public static byte[] of(String format, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("nothing writes " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] png(int width, int height) {
        return of("png", quarters(width, height));
    }

    public static byte[] jpeg(int width, int height) {
        return of("jpeg", quarters(width, height));
    }

    /** The picture; null if the bytes are none. */
    public static BufferedImage read(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            return null;
        }
    }

    /** A PNG of a few bytes that says it has so many pixels. */
    public static byte[] pngThatSays(int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] head = new byte[13];
        for (int i = 0; i < 4; i++) {
            head[i] = (byte) (width >> 8 * (3 - i));
            head[4 + i] = (byte) (height >> 8 * (3 - i));
        }
        head[8] = 8; // bits
        head[9] = 2; // red, green, blue
        chunk(bytes, "IHDR", head);
        chunk(bytes, "IDAT", new byte[] {0x78, (byte) 0x9c, 0x63, 0, 0, 0, 1, 0, 1});
        chunk(bytes, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String name, byte[] data) {
        byte[] all = (name + "\0".repeat(data.length)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(data, 0, all, 4, data.length);
        CRC32 crc = new CRC32();
        crc.update(all);
        try (DataOutputStream out = new DataOutputStream(png)) {
            out.writeInt(data.length);
            out.write(all);
            out.writeInt((int) crc.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A GIF of one pixel, which moves: so many times. */
    public static byte[] gifWithFrames(int frames) {
        byte[] one = of("gif", quarters(2, 2));
        // The trailer is the last byte; the frame begins behind the table of colours with a comma or an extension.
        int table = 3 << (one[10] & 7) + 1;
        byte[] frame = Arrays.copyOfRange(one, 13 + table, one.length - 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(one, 0, 13 + table);
        for (int i = 0; i < frames; i++) {
            bytes.writeBytes(frame);
        }
        bytes.write(';');
        return bytes.toByteArray();
    }

    /** How the camera was held, in EXIF's way, is put into a JPEG. @param orientation 1 to 8 */
    public static byte[] turned(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            1,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.writeBytes(exif);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    /** A gray progressive JPEG: each scan costs few bytes, and means all pixels once more. */
    public static byte[] jpegWithScans(int width, int height, int scans) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        hex(jpeg, "ffd8 ffdb 0043 00" + "01".repeat(64));
        hex(jpeg, "ffc2 000b 08 %04x %04x 01 01 11 00".formatted(height, width));
        hex(jpeg, "ffc4 0014 00 01" + "00".repeat(15) + "00"); // one code of one bit: no difference
        hex(jpeg, "ffc4 0022 10 000000 0f" + "00".repeat(12) + "00102030405060708090a0b0c0d0e0"); // 15 of four bits
        long blocks = (width + 7) / 8 * ((height + 7L) / 8);
        hex(jpeg, "ffda 0008 01 01 00 00 00 00");
        jpeg.writeBytes(new byte[(int) (blocks + 7) / 8]);
        String scan = "ffda 0008 01 01 00 01 3f 00" + nothing(blocks);
        for (int i = 0; i < scans; i++) {
            hex(jpeg, scan);
        }
        hex(jpeg, "ffd9");
        return jpeg.toByteArray();
    }

    /** That none of so many blocks has anything: runs of up to 2^15 - 1 blocks. */
    private static String nothing(long blocks) {
        StringBuilder bits = new StringBuilder();
        for (long left = blocks; left > 0; ) {
            int length = Math.min(14, 63 - Long.numberOfLeadingZeros(left));
            long run = Math.min(left, (2L << length) - 1);
            bits.append(binary(length, 4)).append(binary(run - (1L << length), length));
            left -= run;
        }
        while (bits.length() % 8 > 0) {
            bits.append('1');
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < bits.length(); i += 8) {
            int value = Integer.parseInt(bits.substring(i, i + 8), 2);
            hex.append("%02x".formatted(value)).append(value == 0xff ? "00" : "");
        }
        return hex.toString();
    }

    private static String binary(long value, int digits) {
        String text = Long.toBinaryString(value);
        return digits == 0 ? "" : "0".repeat(digits - text.length()) + text;
    }

    private static void hex(ByteArrayOutputStream out, String text) {
        out.writeBytes(java.util.HexFormat.of().parseHex(text.replace(" ", "")));
    }
}
