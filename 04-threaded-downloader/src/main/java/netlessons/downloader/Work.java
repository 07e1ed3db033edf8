package netlessons.downloader;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import netlessons.downloader.fetch.Downloader;
import netlessons.downloader.fetch.Settings;
import netlessons.downloader.http.HttpFault;
import netlessons.downloader.http.HttpSettings;
import netlessons.downloader.options.Choices;
import netlessons.downloader.options.Items;
import netlessons.downloader.options.Wrong;
import netlessons.downloader.progress.Progress;
import netlessons.downloader.progress.Summary;
import netlessons.downloader.text.Output;
import netlessons.downloader.text.Printable;
import netlessons.downloader.text.Usage;

/** Does what was asked for on the command line. */
final class Work {
    private static final int USAGE = 2;
    private static final int DISK = 5;
    private static final int INTERRUPTED = 130;

    private Work() {}

    /** Returns the exit status. */
    static int run(Choices choices, PrintWriter out, PrintWriter err) {
        try {
            return fetch(choices, out, err);
        } catch (Wrong e) {
            return Usage.wrong(err, e.getMessage());
        } catch (HttpFault e) { // nothing has been fetched yet: something that was asked for cannot be had
            return cannotBegin(err, e, USAGE);
        } catch (IOException e) {
            return cannotBegin(err, e, DISK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        }
    }

    private static int fetch(Choices choices, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        Items items = choices.items(System.in);
        Settings settings = choices.settings();
        HttpSettings http = choices.http(System.getenv());
        boolean reading = items.live().isPresent();
        try (Progress progress = choices.progress().start(out, err, Output.charset(), reading, items.count());
                Downloader downloader = new Downloader(settings, http, progress)) {
            Summary summary = fetch(downloader, items);
            Optional<Wrong> wrong = items.fault();
            return wrong.isEmpty() || summary.interrupted()
                    ? summary.exitStatus()
                    : Usage.wrong(err, wrong.get().getMessage());
        }
    }

    private static Summary fetch(Downloader downloader, Items items) throws InterruptedException {
        Interrupt interrupt = new Interrupt(() -> {
            downloader.stop();
            items.close();
        });
        try {
            return downloader.download(items.all());
        } finally {
            interrupt.end();
        }
    }

    private static int cannotBegin(PrintWriter err, IOException e, int status) {
        err.println("Cannot begin: " + Printable.of(e.getMessage()) + ".");
        return status;
    }
}
