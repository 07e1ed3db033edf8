package netlessons.downloader.naive;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The obvious first program: three threads, one GET for each file. Arguments: URL… DIR. */
public final class Naive {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private Naive() {}

    // @start region=naive
    public static void main(String[] args) throws InterruptedException {
        Path dir = Path.of(args[args.length - 1]);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        for (String url : List.of(args).subList(0, args.length - 1)) {
            threads.submit(() -> fetch(URI.create(url), dir));
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.DAYS);
    }

    static Path fetch(URI url, Path dir) throws IOException, InterruptedException {
        Path file = dir.resolve(Path.of(url.getPath()).getFileName());
        CLIENT.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofFile(file));
        System.out.println("Fetched " + file);
        return file;
    }
    // @end
}
