package netlessons.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import netlessons.testkit.FreshTarget;

/** A client of FTP that can go on with TLS: RFC 4217. Trusts any certificate. For one thread. */
final class SecureFtp implements AutoCloseable {
    static final String STORE_PASSWORD = "changeit";

    private static final int PATIENCE = 10_000; // milliseconds
    private static final Pattern PASV = Pattern.compile("\\d+,\\d+,\\d+,\\d+,(\\d+),(\\d+)");

    private final SSLContext context;
    private final String[] protocols;
    private final int port;
    private Socket socket;

    private SecureFtp(FreshTarget target, String... protocols) throws IOException {
        this.protocols = protocols;
        this.port = target.port();
        this.context = trusting();
        this.socket = open(port, port);
    }

    /** The greeting has been read. */
    static SecureFtp plain(FreshTarget target, String... protocols) throws IOException {
        SecureFtp ftp = new SecureFtp(target, protocols);
        ftp.expect(220);
        return ftp;
    }

    /** TLS from the first byte on. */
    static SecureFtp implicit(FreshTarget target) throws IOException {
        SecureFtp ftp = new SecureFtp(target);
        ftp.handshake();
        ftp.expect(220);
        return ftp;
    }

    /** AUTH TLS, and the handshake. */
    static SecureFtp secure(FreshTarget target, String... protocols) throws IOException {
        SecureFtp ftp = plain(target, protocols);
        ftp.say("AUTH TLS", 234);
        return ftp.handshake();
    }

    /** A PKCS12 file with a new key, and a certificate that it has signed itself. */
    static Path keyStore(Path dir) throws IOException, InterruptedException {
        Path store = dir.resolve("ftp.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "ftp",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("the exit status of keytool").isZero();
        return store;
    }

    private static SSLContext trusting() throws IOException {
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Java looks for a session to be taken up by the port: it is led to believe that all are the control connection's. */
    private static Socket open(int port, int told) throws IOException {
        Socket socket = new Socket() {
            @Override
            public int getPort() {
                return told;
            }
        };
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    SecureFtp handshake() throws IOException {
        socket = secure(socket);
        return this;
    }

    /** Goes on with TLS, as the one who has called; asks to take up the session of the control connection again. */
    SSLSocket secure(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
        if (protocols.length > 0) {
            secure.setEnabledProtocols(protocols);
        }
        secure.setUseClientMode(true);
        secure.startHandshake();
        return secure;
    }

    SecureFtp login() throws IOException {
        say("USER " + FtpLesson.USER, 331);
        say("PASS " + FtpLesson.PASSWORD, 230);
        return this;
    }

    /** PBSZ 0, PROT P, TYPE I. */
    SecureFtp covered() throws IOException {
        say("PBSZ 0", 200);
        say("PROT P", 200);
        say("TYPE I", 200);
        return this;
    }

    SSLSocket control() {
        return (SSLSocket) socket;
    }

    Socket socket() {
        return socket;
    }

    void sendRaw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    String say(String command, int... codes) throws IOException {
        sendRaw(command + "\r\n");
        return expect(codes);
    }

    /** The next reply. */
    String expect(int... codes) throws IOException {
        String line = line();
        StringBuilder text = new StringBuilder(line);
        String last = line.substring(0, 3) + " ";
        while (!line.startsWith(last)) {
            line = line();
            text.append('\n').append(line);
        }
        assertThat(Arrays.stream(codes).boxed()).as("the code of: " + text).contains(Integer.parseInt(last.strip()));
        return text.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (true) {
            int octet = in.read(); // not one too many: TLS may begin behind it
            if (octet < 0) {
                throw new EOFException("the server has closed the control connection");
            } else if (octet == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(octet);
        }
    }

    /** PASV, and a connection, in the clear so far. */
    Socket pasv() throws IOException {
        Matcher numbers = PASV.matcher(say("PASV", 227));
        assertThat(numbers.find()).isTrue();
        return open(Integer.parseInt(numbers.group(1)) * 256 + Integer.parseInt(numbers.group(2)), port);
    }

    /** PORT, a command, and the connection that the server makes: for the command (RFC 959 section 3.2), or at once. */
    Socket port(String command) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, socket.getLocalAddress())) {
            listener.setSoTimeout(PATIENCE);
            int number = listener.getLocalPort();
            say("PORT 127,0,0,1," + number / 256 + "," + number % 256, 200);
            say(command, 150, 125);
            Socket data = listener.accept();
            data.setSoTimeout(PATIENCE);
            return data;
        }
    }

    byte[] retrieve(String command) throws IOException {
        Socket data = pasv();
        say(command, 150, 125);
        byte[] bytes;
        try (SSLSocket secure = secure(data)) {
            bytes = secure.getInputStream().readAllBytes();
        } // and says farewell, too: some servers wait for that
        expect(226);
        return bytes;
    }

    void store(String command, byte[] bytes) throws IOException {
        Socket data = pasv();
        say(command, 150, 125);
        try (SSLSocket secure = secure(data)) {
            secure.getOutputStream().write(bytes);
        }
        expect(226);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
