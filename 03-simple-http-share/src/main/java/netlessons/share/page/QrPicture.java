package netlessons.share.page;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import netlessons.share.http.HttpError;

/** An address as a picture that telephones read. */
final class QrPicture {
    /** Modules around it; fewer, and some cameras do not find it (ISO/IEC 18004). */
    private static final int QUIET = 4;

    private QrPicture() {}

    /**
     * SVG: sharp at any size.
     *
     * @throws HttpError 414 if the address is longer than any code
     */
    static String svg(String url) {
        QrCode code;
        try {
            code = QrCode.encodeText(url, QrCode.Ecc.MEDIUM);
        } catch (DataTooLongException e) {
            throw new HttpError(414, "The address is too long for a QR code.");
        }
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                int start = x;
                while (code.getModule(x, y)) {
                    x++;
                }
                if (x > start) {
                    path.append('M').append(start + QUIET).append(',').append(y + QUIET);
                    path.append('h')
                            .append(x - start)
                            .append("v1h")
                            .append(start - x)
                            .append('z');
                }
            }
        }
        int side = code.size + 2 * QUIET;
        // Dark on light also where pages are light on dark: not all cameras know the other way round.
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\""
                + path + "\"/></svg>\n";
    }
}
