package netlessons.downloader.progress;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.OptionalInt;

/** How progress is told. */
public enum Kind {
    auto,
    bar,
    plain,
    json,
    none;

    /**
     * @param out where results go
     * @param err where faults go
     * @param charset that out is written in
     * @param reading whether standard input is read meanwhile: if somebody types there, bars would spoil it
     * @param files how many there will be, if that is known
     */
    public Progress start(PrintWriter out, PrintWriter err, Charset charset, boolean reading, OptionalInt files) {
        if (this == bar || this == auto && Terminal.isThere() && !(reading && Terminal.isTyped())) {
            boolean unicode = Terminal.isUnicode(charset);
            return new Bar(out, new Terminal(), unicode, files, System::nanoTime, new Ticker(Bar.EVERY));
        }
        return switch (this) {
            case json -> new Json(out, files, System::nanoTime, new Ticker(Json.EVERY));
            case none -> new Failures(err);
            default -> new Plain(out, err, files, System::nanoTime, new Ticker(Plain.EVERY));
        };
    }
}
