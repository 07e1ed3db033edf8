package netlessons.share.options;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import netlessons.share.ShareSettings;
import netlessons.share.access.Accounts;
import netlessons.share.folder.Conflict;
import netlessons.share.text.Seconds;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line's options. Sizes take K, M, G or T behind the number; times s, m, h or d, and seconds without. */
public final class Options {
    static final String DEFAULT = " (default: ${DEFAULT-VALUE})";
    private static final String PASSWORD = "SHARE_TLS_PASSWORD";

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder (default: ${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 127.0.0.1 for this machine alone" + DEFAULT + ".")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8000",
            paramLabel = "PORT",
            description = "Port to listen on; 0 for any free one" + DEFAULT + ".")
    private int port;

    @Option(names = "--upload", description = "Let others put files into the folder.")
    private boolean upload;

    @Option(
            names = "--on-conflict",
            defaultValue = "reject",
            paramLabel = "RULE",
            description = "What happens to a file whose name is taken: ${COMPLETION-CANDIDATES}" + DEFAULT + ".")
    private Conflict onConflict;

    @Option(
            names = "--user",
            paramLabel = "NAME:PASSWORD[:RIGHTS]",
            description =
                    "Who may what: read, upload, or both with a comma between them (default: both). The name may be"
                            + " empty. What nobody is named for everybody may. May be repeated.")
    private List<String> users = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A name of this machine that browsers may ask for, beside its own. May be repeated.")
    private List<String> names = List.of();

    @Option(names = "--tls", paramLabel = "KEYSTORE", description = "Use TLS, with this key store (PKCS12).")
    private Path tls;

    @Option(
            names = "--tls-password",
            paramLabel = "PASSWORD",
            description = "Of the key store; better in the environment: " + PASSWORD + ".")
    private String tlsPassword;

    @Option(
            names = "--stop-after",
            defaultValue = "0",
            paramLabel = "TIME",
            converter = Seconds.class,
            description = "End after this time, such as 30m; 0 for no limit" + DEFAULT + ".")
    private Duration stopAfter;

    @Option(
            names = "--downloads",
            defaultValue = "0",
            paramLabel = "N",
            description = "End after so many files have been fetched; 0 for no limit" + DEFAULT + ".")
    private int downloads;

    @Option(names = "--hidden", description = "Share files, too, whose names begin with a dot.")
    private boolean hidden;

    @Option(
            names = "--log",
            defaultValue = "plain",
            paramLabel = "FORMAT",
            description = "A line for each thing done: ${COMPLETION-CANDIDATES}" + DEFAULT + ".")
    private LogFormat log;

    enum LogFormat {
        none,
        plain
    }

    @Mixin
    private LimitOptions limits;

    @Spec
    private CommandSpec spec;

    /** @throws ParameterException for what makes no sense */
    public ShareSettings settings() {
        check(port >= 0 && port <= 65535, "A port is a number from 0 to 65535, not " + port);
        check(downloads >= 0, "--downloads is 1 or more, or 0 for no limit");
        check(limits.keepParts.toSeconds() > 0, "--keep-parts is 1 or more");
        check(tls != null || tlsPassword == null, "--tls-password goes with --tls");
        for (String name : names) {
            check(name.matches("[\\w.-]{1,253}"), "--name is the name of a machine, not " + name);
        }
        try {
            return new ShareSettings(
                    dir,
                    new InetSocketAddress(host, port),
                    upload,
                    onConflict,
                    Accounts.parse(users),
                    names(),
                    keyStore(),
                    Optional.of(stopAfter).filter(time -> !time.isZero()),
                    downloads == 0 ? OptionalInt.empty() : OptionalInt.of(downloads),
                    limits.maxUpload(),
                    limits.quota(),
                    limits.minFree,
                    hidden,
                    limits.keepParts,
                    limits.toImageLimits(),
                    log == LogFormat.plain,
                    limits.toLimits());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private Optional<ShareSettings.KeyStoreFile> keyStore() {
        String password = tlsPassword == null ? System.getenv().getOrDefault(PASSWORD, "") : tlsPassword;
        return tls == null
                ? Optional.empty()
                : Optional.of(new ShareSettings.KeyStoreFile(tls, password.toCharArray()));
    }

    private Set<String> names() {
        Set<String> all = new TreeSet<>(names);
        String own = Machine.name();
        if (!own.isEmpty()) {
            all.add(own);
            all.add(own.replaceFirst("\\..*", ""));
            all.add(own.replaceFirst("\\..*", "") + ".local"); // as mDNS has it
        }
        return all;
    }
}
