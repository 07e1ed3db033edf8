package netlessons.share.access;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import netlessons.share.http.Field;
import netlessons.share.http.Fields;
import netlessons.share.http.Request;
import netlessons.share.http.Target;

/** Requests for tests of handlers. */
final class Requests {
    private Requests() {}

    /** @param fields lines such as "Origin: null" */
    static Request of(String method, String path, String host, String... fields) {
        List<Field> list = new ArrayList<>();
        for (String line : fields) {
            int colon = line.indexOf(':');
            list.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Request(
                method,
                Target.parse(path, ""),
                host,
                new Fields(list),
                InputStream.nullInputStream(),
                0,
                InetAddress.getLoopbackAddress(),
                false);
    }
}
