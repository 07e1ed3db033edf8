package netlessons.share.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import netlessons.share.Pictures;
import netlessons.share.http.HttpError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of good pictures. */
class ResizerTest {
    private static final Resizer RESIZER = new Resizer(ImageLimits.DEFAULT);

    private static Picture fit(byte[] bytes, int width, int height) throws Exception {
        return RESIZER.fit(Input.of(bytes), new Box(width, height), Optional.empty(), Optional::empty);
    }

    private static BufferedImage read(Picture picture) {
        return Pictures.read(picture.bytes());
    }

    private static String colors(BufferedImage image) {
        StringBuilder colors = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int x = image.getWidth() * (1 + i % 2 * 2) / 4;
            int y = image.getHeight() * (1 + i / 2 * 2) / 4;
            Color color = new Color(image.getRGB(x, y));
            colors.append(
                    color.getRed() > 128 ? "r" : color.getGreen() > 128 ? "g" : color.getBlue() > 128 ? "b" : "-");
        }
        return colors.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    void eachKindStaysWhatItIs(String kind) throws Exception {
        Picture picture = fit(Pictures.of(kind, Pictures.quarters(400, 200)), 100, 100);
        assertThat(picture.kind()).isEqualTo(Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)));
        assertThat(Kind.of(Input.of(picture.bytes()))).contains(picture.kind());
        BufferedImage image = read(picture);
        assertThat(image.getWidth()).isEqualTo(100);
        assertThat(image.getHeight()).isEqualTo(50);
        assertThat(colors(image)).isEqualTo("rgb-");
    }

    @ParameterizedTest(name = "{0} x {1} in {2} x {3}: {4} x {5}")
    @CsvSource({
        "400, 200, 100, 100, 100, 50",
        "200, 400, 100, 100, 50, 100",
        "100, 100, 10000, 10000, 100, 100",
        "1, 2000, 100, 100, 1, 100",
        "300, 200, 10000, 20, 30, 20",
        "301, 199, 7, 7, 7, 5",
        "1, 1, 1, 1, 1, 1"
    })
    void itFitsAndNeverGrows(int width, int height, int boxWidth, int boxHeight, int newWidth, int newHeight)
            throws Exception {
        BufferedImage image = read(fit(Pictures.png(width, height), boxWidth, boxHeight));
        assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(newWidth + "x" + newHeight);
    }

    @ParameterizedTest(name = "EXIF orientation {0}")
    @CsvSource({"1, rgb-", "2, gr-b", "3, -bgr", "4, b-rg", "5, rbg-", "6, br-g", "7, -gbr", "8, g-rb"})
    @DisplayName("a picture stands as its camera was held, whichever of the eight ways that was")
    void turned(int orientation, String colors) throws Exception {
        byte[] jpeg = Pictures.turned(Pictures.jpeg(400, 200), orientation);
        BufferedImage image = read(fit(jpeg, 100, 80));
        boolean lying = orientation >= 5;
        assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo(lying ? "40x80" : "100x50");
        assertThat(colors(image)).isEqualTo(colors);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255})
    void aTurnThatMakesNoSenseIsNone(int orientation) throws Exception {
        assertThat(colors(read(fit(Pictures.turned(Pictures.jpeg(400, 200), orientation), 100, 100))))
                .isEqualTo("rgb-");
    }

    @Test
    void whatIsBehindStaysToBeSeen() throws Exception {
        BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(255, 0, 0, 128));
        graphics.fillRect(0, 0, 100, 200);
        graphics.dispose();
        BufferedImage png = read(fit(Pictures.of("png", image), 50, 50));
        assertThat(png.getRGB(10, 25) >>> 24).isBetween(126, 130);
        assertThat(png.getRGB(40, 25) >>> 24).isZero();
    }

    @Test
    void sixteenBitsForEachColour() throws Exception {
        ComponentColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = colors.createCompatibleWritableRaster(200, 200);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 200; x++) {
                raster.setPixel(x, y, new int[] {0xffff, 0x8000, 0, 0xffff});
            }
        }
        byte[] png = Pictures.of("png", new BufferedImage(colors, raster, false, null));
        Color color = new Color(read(fit(png, 50, 50)).getRGB(25, 25));
        assertThat(color.getRed()).isEqualTo(255);
        assertThat(color.getGreen()).isBetween(126, 130);
        assertThat(color.getBlue()).isZero();
    }

    @Test
    void grayStaysAsLightAsItWas() throws Exception {
        BufferedImage gray = new BufferedImage(200, 200, BufferedImage.TYPE_BYTE_GRAY);
        java.util.Arrays.fill(((java.awt.image.DataBufferByte) gray.getRaster().getDataBuffer()).getData(), (byte) 100);
        for (String kind : new String[] {"png", "jpeg", "gif", "bmp"}) {
            BufferedImage small = read(fit(Pictures.of(kind, gray), 50, 50));
            assertThat(small.getRGB(25, 25) & 0xff).as(kind).isBetween(97, 103);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, false", "8, true", "16, false", "16, true"})
    void grayOfEachFormStaysAsLightAsItWas(int bits, boolean alpha) throws Exception {
        ComponentColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT);
        WritableRaster raster = colors.createCompatibleWritableRaster(100, 100);
        for (int i = 0; i < 10_000; i++) {
            raster.setPixel(i % 100, i / 100, new int[] {100 << bits - 8, (1 << bits) - 1});
        }
        byte[] png = Pictures.of("png", new BufferedImage(colors, raster, false, null));
        int pixel = read(fit(png, 50, 50)).getRGB(25, 25);
        assertThat(pixel & 0xff).isBetween(97, 103);
        assertThat(pixel >>> 24).isEqualTo(255);
    }

    @Test
    void colorsOfAPrintingPressAreRefusedPlainly() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            WritableRaster raster =
                    java.awt.image.Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, null);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        assertThatThrownBy(() -> fit(bytes.toByteArray(), 10, 10))
                .isInstanceOf(HttpError.class)
                .hasMessageContaining("CMYK")
                .extracting(e -> ((HttpError) e).status())
                .isEqualTo(415);
    }

    @Test
    void aPictureThatMovesBecomesItsFirstFrame() throws Exception {
        Picture picture = fit(Pictures.gifWithFrames(3), 100, 100);
        assertThat(picture.kind()).isEqualTo(Kind.GIF);
        assertThat(read(picture).getWidth()).isEqualTo(2);
    }
}
