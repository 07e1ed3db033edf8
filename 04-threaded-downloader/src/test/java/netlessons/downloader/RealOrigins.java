package netlessons.downloader;

import java.util.List;
import java.util.Locale;
import netlessons.testkit.containers.Peer;
import org.testcontainers.images.builder.Transferable;

/** Three servers that many people run, with the same files, in one container: {@code /srv} in it is their root. */
final class RealOrigins {
    /** nginx and lighttpd do ranges; Python's http.server does not, and says HTTP/1.0. */
    enum Server {
        NGINX(8001),
        LIGHTTPD(8002),
        PYTHON(8003);

        final int port;

        Server(int port) {
            this.port = port;
        }
    }

    /** What is in /srv/big. */
    static final long BIG = 16 << 20;

    /** What a connection to /slow/… brings in a second, from nginx and from lighttpd. */
    static final long SLOW = 4 << 20;

    private static final String NGINX = """
            worker_shutdown_timeout 100ms;
            events {}
            http {
              log_format asked '$uri $status $body_bytes_sent';
              access_log /var/log/asked-nginx asked;
              gzip on;
              gzip_types *;
              limit_conn_zone $binary_remote_addr zone=clients:1m;
              server {
                listen 8001;
                root /srv;
                absolute_redirect off;
                autoindex on;
                location /slow/ { limit_rate 4m; }
                location /crawl/ { limit_rate 1m; }
                location /few/ { limit_rate 4m; limit_conn clients 2; limit_conn_status 429; }
                location = /packed.txt { gzip_static always; }
                location = /moved/text.txt { return 301 /moved/again?x=1; }
                location = /moved/again { return 302 /text.txt; }
                location = /round { return 302 /round; }
              }
            }
            """;

    /** Its log goes through a pipe, which it does not buffer; and it looks at each file anew, not once in two seconds. */
    private static final String LIGHTTPD = """
            server.modules = ("mod_accesslog", "mod_dirlisting", "mod_staticfile")
            server.document-root = "/srv"
            server.port = 8002
            server.stat-cache-engine = "disable"
            mimetype.assign = ("" => "application/octet-stream")
            accesslog.filename = "| exec cat >> /var/log/asked-lighttpd"
            accesslog.format = "%U %s %b"
            dir-listing.activate = "enable"
            $HTTP["url"] =~ "^/slow/" { connection.kbytes-per-second = 4096 }
            """;

    private static final String START = """
            cd /srv
            mkdir small
            for i in $(seq 200); do head -c $((i * 100)) /dev/urandom > small/$i; done
            head -c %d /dev/urandom > big
            seq 100000 > text.txt
            cp text.txt 'größe der Welt.txt'
            gzip -k < text.txt > packed.txt.gz
            : > empty
            for name in slow crawl few; do ln -s . $name; done
            lighttpd -f /etc/lighttpd/lighttpd.conf
            python3 -u -m http.server 8003 2>&1 | sed -un 's/.*"GET \\([^ ]*\\) [^"]*" \\([0-9]*\\) -/\\1 \\2 0/p' >> /var/log/asked-python &
            exec nginx -g 'daemon off;'
            """.formatted(BIG);

    private final Peer peer;

    RealOrigins(Peer peer) {
        this.peer = peer;
    }

    static Peer container() {
        return Peer.withPackages("nginx-light", "lighttpd", "python3")
                .withCopyToContainer(Transferable.of(NGINX), "/etc/nginx/nginx.conf")
                .withCopyToContainer(Transferable.of(LIGHTTPD), "/etc/lighttpd/lighttpd.conf")
                .withCopyToContainer(Transferable.of(START), "/start.sh")
                .withCommand("sh", "-e", "/start.sh")
                .withExposedPorts(Server.NGINX.port, Server.LIGHTTPD.port, Server.PYTHON.port);
    }

    String url(Server server, String path) {
        return "http://" + peer.getHost() + ":" + peer.getMappedPort(server.port) + path;
    }

    /** Runs a script in /srv; its output. */
    String shell(String script) {
        return peer.exec("sh", "-ec", "cd /srv; " + script).expectSuccess();
    }

    /** The SHA-256 of a file in /srv. */
    String sum(String path) {
        return shell("sha256sum '" + path + "'").substring(0, 64);
    }

    /**
     * A request that is over.
     *
     * @param bytes of its answer's body that were given to the network; Python does not count them
     */
    record Asked(String path, int status, long bytes) {}

    /** All requests for a path since {@link #forget}, in the order in which they ended. */
    List<Asked> asked(Server server, String path) {
        return shell("cat " + log(server))
                .lines()
                .map(RealOrigins::asked)
                .filter(asked -> asked.path().equals(path))
                .toList();
    }

    /** From a line of a log. The path may have blanks in it, and lighttpd says - where no byte was sent. */
    private static Asked asked(String line) {
        int bytes = line.lastIndexOf(' ');
        int status = line.lastIndexOf(' ', bytes - 1);
        String count = line.substring(bytes + 1);
        return new Asked(
                line.substring(0, status),
                Integer.parseInt(line.substring(status + 1, bytes)),
                count.equals("-") ? 0 : Long.parseLong(count));
    }

    void forget(Server server) {
        shell(": > " + log(server));
    }

    private static String log(Server server) {
        return "/var/log/asked-" + server.name().toLowerCase(Locale.ROOT);
    }
}
