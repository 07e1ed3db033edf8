package netlessons.share.image;

import java.util.Optional;
import netlessons.share.http.HttpError;
import netlessons.share.http.Query;

/** What a picture has to fit in, in pixels. */
public record Box(int width, int height) {
    private static final int MOST = 10_000;

    /**
     * {@code width=100&height=100}; one of them is enough.
     *
     * @return nothing if neither is there
     * @throws HttpError 400 if one of them is no number from 1 to 10,000
     */
    public static Optional<Box> of(Query query) {
        Optional<String> width = query.first("width");
        Optional<String> height = query.first("height");
        return width.isEmpty() && height.isEmpty()
                ? Optional.empty()
                : Optional.of(new Box(
                        width.map(Box::number).orElse(MOST),
                        height.map(Box::number).orElse(MOST)));
    }

    /** {@code 72x72}. @throws HttpError 400 */
    public static Box parse(String text) {
        String[] parts = text.split("x", -1);
        if (parts.length != 2) {
            throw wrong();
        }
        return new Box(number(parts[0]), number(parts[1]));
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw wrong();
        }
        return Integer.parseInt(text);
    }

    private static HttpError wrong() {
        return new HttpError(400, "A width and a height are whole numbers from 1 to " + MOST + ".");
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
