package netlessons.share.screenshots;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A folder such as people share after a day together; the same in each run. */
final class SampleFolder {
    private static final Instant DAY = Instant.parse("2026-09-18T08:30:00Z");

    private SampleFolder() {}

    static void fill(Path folder) throws IOException {
        Path photos = Files.createDirectories(folder.resolve("Photos"));
        for (int i = 1; i <= 12; i++) {
            picture(photos.resolve("Walk " + i + ".jpg"), i, 640, 480);
        }
        Path slides = Files.createDirectories(folder.resolve("Slides"));
        sized(slides.resolve("1 Welcome.pdf"), 1_204_512);
        sized(slides.resolve("2 What we measured.pdf"), 3_950_001);
        picture(folder.resolve("At the harbour.jpg"), 21, 1600, 1200);
        picture(folder.resolve("Group photo.jpg"), 24, 1600, 1200);
        picture(folder.resolve("Map of the way here.png"), 33, 800, 800);
        sized(folder.resolve("Budget 2027.ods"), 48_310);
        sized(folder.resolve("Talk of the morning.mp4"), 1_342_177_280);
        sized(folder.resolve("Lesson 9.pdf"), 512_000);
        sized(folder.resolve("Lesson 10.pdf"), 733_184);
        Files.writeString(folder.resolve("Minutes.txt"), "Present: all of us.\n");
        Files.writeString(folder.resolve("README.md"), """
                # Two days by the sea

                Take what you like, and **put your own pictures into `Photos`**. What is here stays until Friday.
                """);
        age(folder);
    }

    /** Something of this size that takes no room on the disk. */
    static void sized(Path file, long size) throws IOException {
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(size);
        }
    }

    /** A different time for each, in the order of their names. */
    private static void age(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            long minutes = 0;
            for (Path path : all.filter(p -> !p.equals(folder)).sorted().toList()) {
                Files.setLastModifiedTime(path, FileTime.from(DAY.plusSeconds(60 * (minutes += 17))));
            }
        }
    }

    /** Hills before a sky. */
    static void picture(Path file, int seed, int width, int height) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        float hue = .618f * seed; // the golden section: neighbours differ
        drawing.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue, .45f, .95f), 0, height, Color.getHSBColor(hue + .12f, .25f, 1f)));
        drawing.fillRect(0, 0, width, height);
        double sun = height / 7.0;
        drawing.setPaint(Color.getHSBColor(.13f, .35f, 1f));
        drawing.fill(new Ellipse2D.Double(
                width * (.15 + .6 * random.nextDouble()), height * (.1 + .2 * random.nextDouble()), sun, sun));
        for (int hill = 0; hill < 4; hill++) {
            drawing.setPaint(Color.getHSBColor(hue + .3f, .4f + .1f * hill, .75f - .15f * hill));
            drawing.fill(hills(random, width, height, .5 + .13 * hill));
        }
        drawing.dispose();
        String name = file.getFileName().toString();
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    }

    private static Path2D hills(Random random, int width, int height, double level) {
        double phase = 6 * random.nextDouble();
        double waves = 4 + 5 * random.nextDouble();
        Path2D line = new Path2D.Double();
        line.moveTo(0, height);
        for (int x = 0; x <= width; x += 4) {
            double y = level
                    + .05 * Math.sin(phase + waves * x / width)
                    + .03 * Math.sin(2 * phase + 2.3 * waves * x / width);
            line.lineTo(x, height * y);
        }
        line.lineTo(width, height);
        line.closePath();
        return line;
    }
}
