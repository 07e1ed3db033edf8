package netlessons.ftp.options;

import static netlessons.ftp.options.Options.DEFAULT;

import java.time.Duration;
import netlessons.ftp.Limits;
import netlessons.ftp.text.Seconds;
import netlessons.ftp.text.Size;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much others may ask of this machine. */
final class LimitOptions {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--max-connections",
            defaultValue = "256",
            paramLabel = "N",
            description = "Most connections at once" + DEFAULT + ".")
    private int connections;

    @Option(
            names = "--max-connections-per-ip",
            defaultValue = "0",
            paramLabel = "N",
            description = "Most connections at once from one address; 0 for no limit" + DEFAULT + ".")
    private int connectionsPerAddress;

    @Option(
            names = "--control-timeout",
            defaultValue = "300",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a client may be silent" + DEFAULT + ".")
    private Duration controlTimeout;

    @Option(
            names = "--data-timeout",
            defaultValue = "300",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a data connection may rest" + DEFAULT + ".")
    private Duration dataTimeout;

    @Option(
            names = "--passive-timeout",
            defaultValue = "30",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long to wait for a client after PASV" + DEFAULT + ".")
    private Duration passiveTimeout;

    @Option(
            names = "--active-timeout",
            defaultValue = "30",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long to try to reach a client after PORT" + DEFAULT + ".")
    private Duration activeTimeout;

    @Option(
            names = "--login-attempts",
            defaultValue = "3",
            paramLabel = "N",
            description = "Wrong passwords until a client has to go" + DEFAULT + ".")
    private int loginAttempts;

    @Option(
            names = "--login-delay",
            defaultValue = "3",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long a wrong password has to wait for its answer" + DEFAULT + ".")
    private Duration loginDelay;

    @Option(
            names = "--download-rate",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes a second of a transfer to a client; 0 for no limit" + DEFAULT + ".")
    private long downloadRate;

    @Option(
            names = "--upload-rate",
            defaultValue = "0",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Most bytes a second of a transfer from a client; 0 for no limit" + DEFAULT + ".")
    private long uploadRate;

    @Option(
            names = "--grace",
            defaultValue = "5",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long what is under way may take when the server stops" + DEFAULT + ".")
    private Duration grace;

    @Option(
            names = "--keep-parts",
            defaultValue = "1d",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "How long uploads that broke off are kept, to be resumed" + DEFAULT + ".")
    private Duration keepParts;

    /** @throws ParameterException for what makes no sense */
    Limits toLimits() {
        check(connections >= 1, "--max-connections is 1 or more");
        check(connectionsPerAddress >= 0, "--max-connections-per-ip is 1 or more, or 0 for no limit");
        check(loginAttempts >= 1, "--login-attempts is 1 or more");
        check(!controlTimeout.isZero(), "--control-timeout is more than 0");
        check(!dataTimeout.isZero(), "--data-timeout is more than 0");
        check(!passiveTimeout.isZero(), "--passive-timeout is more than 0");
        check(!activeTimeout.isZero(), "--active-timeout is more than 0");
        check(!keepParts.isZero(), "--keep-parts is more than 0");
        return new Limits(
                connections,
                connectionsPerAddress,
                controlTimeout,
                dataTimeout,
                passiveTimeout,
                activeTimeout,
                loginAttempts,
                loginDelay,
                downloadRate,
                uploadRate,
                grace,
                keepParts);
    }

    private void check(boolean sensible, String otherwise) {
        if (!sensible) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }
}
