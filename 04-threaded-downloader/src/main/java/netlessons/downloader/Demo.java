package netlessons.downloader;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import netlessons.downloader.fetch.Downloader;
import netlessons.downloader.fetch.Item;
import netlessons.downloader.fetch.Settings;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.progress.Kind;
import netlessons.downloader.progress.Progress;
import netlessons.downloader.text.Output;
import netlessons.downloader.text.Printable;
import netlessons.downloader.text.Units;

/** What the lesson shows when it is started without arguments: three files at once, and a connection that breaks. */
final class Demo {
    private static final long RATE = 3 << 19;
    private static final List<DemoFile> FILES = List.of(
            new DemoFile("earth.bin", 12 << 20, 3, DemoFile.Habit.STEADY),
            new DemoFile("moon.bin", 20 << 20, 5, DemoFile.Habit.BREAKS_ONCE),
            new DemoFile("stars.bin", 16 << 20, 7, DemoFile.Habit.STEADY));

    private final PrintWriter out;
    private final PrintWriter err;

    Demo(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    int run() {
        try {
            return show();
        } catch (IOException e) {
            err.println("The demonstration cannot go on: " + Printable.of(e.getMessage()) + ".");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int show() throws IOException, InterruptedException {
        out.println("Three files from a small origin on this machine, which is slow on purpose:");
        out.println(Units.rate(RATE) + " for each connection. One connection to moon.bin breaks in the middle.");
        out.println();
        Path folder = Files.createTempDirectory("netlessons-04-");
        try (DemoOrigin origin = new DemoOrigin(0, FILES, RATE, line -> {})) {
            return fetch(origin, folder);
        } finally {
            delete(folder);
        }
    }

    private int fetch(DemoOrigin origin, Path folder) throws IOException, InterruptedException {
        List<Item> items = new ArrayList<>();
        for (DemoFile file : FILES) {
            List<URI> uris = List.of(origin.uri(file.name()));
            items.add(new Item(uris, Optional.empty(), Optional.empty()));
        }
        int status;
        OptionalInt count = OptionalInt.of(items.size());
        try (Progress progress = Kind.auto.start(out, err, Output.charset(), false, count);
                Downloader downloader = new Downloader(Settings.into(folder), HttpSettings.DEFAULT, progress)) {
            Interrupt interrupt = new Interrupt(downloader::stop);
            try {
                status = downloader.download(items).exitStatus();
                if (status != 0) {
                    delete(folder); // now, since an interrupt ends us
                }
            } finally {
                interrupt.end();
            }
        }
        return status == 0 ? explain(origin, folder) : status;
    }

    private int explain(DemoOrigin origin, Path folder) throws IOException {
        boolean same = true;
        for (DemoFile file : FILES) {
            same &= file.isSame(folder.resolve(file.name()));
        }
        out.println(same ? "They arrived, byte for byte." : "They did not arrive as they were sent.");
        out.println();
        out.println("What you have seen:");
        out.println(
                "   - " + origin.requests() + " requests for three files. Each asks for a piece, several are under");
        out.println("     way at once: so a file comes faster than one connection brings it.");
        out.println("   - A connection that broke: what had come was kept, and only the rest was");
        out.println("     asked for again.");
        out.println("   - Until all of a file is there it is NAME.part: nobody takes a half for it.");
        out.println();
        out.println("Now you, in two shells:");
        out.println(
                "   mvn -q -pl 04-threaded-downloader exec:java -Dexec.mainClass=netlessons.downloader.DemoOrigin -Dexec.args=8080");
        out.println("   mvn -q -pl 04-threaded-downloader exec:java"
                + " -Dexec.args=\"http://127.0.0.1:8080/steady.bin -d downloads\"");
        return same ? 0 : 1;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
