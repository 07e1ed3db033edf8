package netlessons.share.http;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Requests as the engine would hand them over. */
public final class Requests {
    private Requests() {}

    /**
     * @param target path and query, as they stand on the wire
     * @param fields each as it stands on the wire, too: "Range: bytes=0-1"
     */
    public static Request of(String method, String target, String... fields) {
        int query = target.indexOf('?');
        List<Field> all = new ArrayList<>();
        for (String field : fields) {
            int colon = field.indexOf(':');
            all.add(new Field(
                    field.substring(0, colon), field.substring(colon + 1).strip()));
        }
        return new Request(
                method,
                Target.parse(
                        query < 0 ? target : target.substring(0, query), query < 0 ? "" : target.substring(query + 1)),
                "localhost",
                new Fields(all),
                InputStream.nullInputStream(),
                0,
                InetAddress.getLoopbackAddress(),
                false);
    }

    public static Request get(String target, String... fields) {
        return of("GET", target, fields);
    }
}
