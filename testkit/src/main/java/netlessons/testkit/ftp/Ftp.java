package netlessons.testkit.ftp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import netlessons.testkit.Cover;
import netlessons.testkit.FreshTarget;
import netlessons.testkit.Target;
import netlessons.testkit.Wire;

/**
 * A client of FTP that says what a test wants said, and reads replies strictly: RFC 959. Closed after the test. For one
 * thread at a time; a {@link DataWire} of it may be used by another one.
 */
public final class Ftp implements Transfers, AutoCloseable {
    private final Wire wire;
    private final Data data;
    private Optional<Cover> cover = Optional.empty();
    private boolean covered;

    private Ftp(Wire wire) {
        this.wire = wire;
        this.data = new Data(this);
    }

    /** Connects, and reads the greeting, which has to be a 220. */
    public static Ftp connect(Target target) {
        return on(target.connect()).greeted();
    }

    /** The same with a server that one test has for itself. */
    public static Ftp connect(FreshTarget target) {
        return on(target.connect()).greeted();
    }

    /** On a connection where nothing has been said yet; the greeting has not been read. */
    public static Ftp on(Wire wire) {
        return new Ftp(wire.speaks(new FtpSpeech("ftp")));
    }

    /** With TLS from the first byte on, as on port 990. */
    public static Ftp connectSecurely(FreshTarget target, Cover cover) {
        Ftp ftp = new Ftp(target.connect().speaks(new FtpSpeech("ftps")).secure(cover)).greeted();
        ftp.cover = Optional.of(cover);
        return ftp;
    }

    private Ftp greeted() {
        FtpReply.read(wire, "the connection").expect(220);
        return this;
    }

    /** Sends a line, in UTF-8, and reads one whole reply. */
    @Override
    public FtpReply say(String command) {
        return say(command.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with bytes; CR LF is added. */
    public FtpReply say(byte[] command) {
        wire.send(line(command));
        return FtpReply.read(wire, FtpSpeech.shortly(command));
    }

    /** Sends these lines with one write, and reads nothing: see {@link #next}. */
    public Ftp send(String... commands) {
        wire.send(Stream.of(commands)
                .map(command -> command + "\r\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Sends bytes as they are, and reads nothing. */
    public Ftp sendRaw(byte[] bytes) {
        wire.send(bytes);
        return this;
    }

    /** Reads the next reply, to something sent before, or to nothing. */
    public FtpReply next() {
        return FtpReply.read(wire, "");
    }

    /** Logs in, which has to succeed. */
    public Ftp login(String name, String password) {
        if (say("USER " + name).expect(331, 230).code() == 331) {
            say("PASS " + password).expect(230, 202);
        }
        return this;
    }

    /** Logs in as a guest. */
    public Ftp loginAnonymously() {
        return login("anonymous", "guest@example.com");
    }

    /** AUTH TLS, and TLS from here on (RFC 4217 section 4). */
    public Ftp secure(Cover with) {
        say("AUTH TLS").expect(234);
        wire.secure(with);
        cover = Optional.of(with);
        return this;
    }

    /** PBSZ 0 and PROT P: TLS also on data connections (RFC 4217 sections 8 and 9). */
    public Ftp protect() {
        say("PBSZ 0").expect(200);
        say("PROT P").expect(200);
        covered = true;
        return this;
    }

    /**
     * After {@link #protect} begins TLS on a data connection, whose transfer has begun; else does nothing. The short forms
     * of {@link Transfers} do it.
     */
    @Override
    public DataWire cover(DataWire wireOfData) {
        if (covered) {
            wireOfData.wire().secureAs(wire, cover.orElseThrow());
        }
        return wireOfData;
    }

    /** TYPE I, which has to succeed. */
    public Ftp binary() {
        say("TYPE I").expect(200);
        return this;
    }

    /** The server closes the connection, and not a byte comes before. */
    public void expectClosed() {
        wire.expectClosed();
    }

    /** Nothing comes for that long, and the connection stays open. */
    public Ftp expectSilence(Duration time) {
        wire.expectSilence(time);
        return this;
    }

    /** The session goes on, and no reply is left over: the next one is that to NOOP. */
    public Ftp expectAlive() {
        say("NOOP").expect(200);
        return this;
    }

    /** The control connection itself. */
    public Wire wire() {
        return wire;
    }

    /** How data connections are made, other than by the short forms below. */
    public Data data() {
        return data;
    }

    /** PASV, and a connection to the port that the server names; to its own address, whatever it says. */
    @Override
    public DataWire pasv() {
        return data.connect(data.pasvPort());
    }

    /** The same with EPSV (RFC 2428 section 3). */
    public DataWire epsv() {
        return data.connect(data.epsvPort());
    }

    /** Listens here, and says so with PORT. */
    public DataPort port() {
        DataPort port = data.listen();
        say(data.portCommand(port)).expect(200);
        return port;
    }

    /** The same with EPRT (RFC 2428 section 2). */
    public DataPort eprt() {
        DataPort port = data.listen();
        say(data.eprtCommand(port)).expect(200);
        return port;
    }

    /** A command that begins a transfer: 150, or 125 where the data connection is there already. */
    @Override
    public FtpReply begin(String command) {
        return say(command).expect(150, 125);
    }

    /** A transfer ends well. */
    @Override
    public FtpReply end() {
        return FtpReply.read(wire, "the transfer").expect(226, 250);
    }

    @Override
    public void close() {
        wire.close();
    }

    private static byte[] line(byte[] command) {
        byte[] line = Arrays.copyOf(command, command.length + 2);
        line[command.length] = '\r';
        line[command.length + 1] = '\n';
        return line;
    }
}
