package netlessons.ftp.session;

import static netlessons.ftp.session.Command.Argument.NEEDED;
import static netlessons.ftp.session.Command.Argument.NONE;
import static netlessons.ftp.session.Command.Argument.OPTIONAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import netlessons.ftp.user.Right;

/** The table of all commands. Immutable. */
public final class Commands {
    private final Map<String, Command> table = new TreeMap<>();

    /** @param tls whether there are those of RFC 4217 */
    public Commands(boolean tls) {
        List<Command> all = new ArrayList<>(List.of(
                // Who: RFC 959 section 4.1.1
                Command.free("USER", NEEDED, "USER <SP> user-name (set username).", Login::user),
                Command.free("PASS", OPTIONAL, "PASS [<SP> password] (set user password).", Login::pass),
                Command.free("ACCT", NEEDED, "ACCT <SP> account (not needed here).", Login::notNeeded),
                Command.free("SMNT", NEEDED, "SMNT <SP> path (not needed here).", Login::notNeeded),
                Command.of("REIN", NONE, "REIN (flush account).", Login::rein),
                Command.free("QUIT", NONE, "QUIT (quit current session).", Login::quit),
                // Folders
                Command.of(
                        "CWD",
                        Right.CHANGE_FOLDER,
                        OPTIONAL,
                        "CWD [<SP> dir-name] (change working directory).",
                        Folders::cwd),
                Command.of("CDUP", Right.CHANGE_FOLDER, NONE, "CDUP (go to parent directory).", Folders::cdup),
                Command.of("PWD", NONE, "PWD (get current working directory).", Folders::pwd),
                Command.of("MKD", Right.MAKE_FOLDER, NEEDED, "MKD <SP> path (create directory).", Folders::mkd),
                Command.of("RMD", Right.DELETE, NEEDED, "RMD <SP> dir-name (remove directory).", Folders::rmd),
                // How: RFC 959 section 4.1.2
                Command.of("TYPE", NEEDED, "TYPE <SP> [A | I] (set transfer type).", Parameters::type),
                Command.of("STRU", NEEDED, "STRU <SP> type (noop; set file structure).", Parameters::stru),
                Command.of("MODE", NEEDED, "MODE <SP> mode (noop; set data transfer mode).", Parameters::mode),
                Command.of("ALLO", NEEDED, "ALLO <SP> bytes (noop; allocate storage).", Parameters::allo),
                Command.of("REST", NEEDED, "REST <SP> offset (set file offset).", Parameters::rest),
                Command.of("OPTS", NEEDED, "OPTS <SP> cmd [<SP> option] (set option for command).", Parameters::opts),
                // Data connections: RFC 959 section 4.1.2, RFC 2428
                Command.of("PASV", NONE, "PASV (open passive data connection).", Connecting::pasv),
                Command.of("EPSV", OPTIONAL, "EPSV [<SP> proto/\"ALL\"] (extended passive mode).", Connecting::epsv),
                Command.of("PORT", NEEDED, "PORT <sp> h,h,h,h,p,p (open active data connection).", Connecting::port),
                Command.of("EPRT", NEEDED, "EPRT <SP> |proto|ip|port| (extended active mode).", Connecting::eprt),
                Command.of("ABOR", NONE, "ABOR (abort transfer).", Connecting::abor),
                // Files: RFC 959 section 4.1.3
                Command.of("RETR", Right.READ, NEEDED, "RETR <SP> file-name (retrieve a file).", Transfers::retr),
                Command.of("STOR", Right.WRITE, NEEDED, "STOR <SP> file-name (store a file).", Transfers::stor),
                Command.of(
                        "STOU",
                        Right.WRITE,
                        OPTIONAL,
                        "STOU [<SP> name] (store a file with a unique name).",
                        Transfers::stou),
                Command.of("APPE", Right.APPEND, NEEDED, "APPE <SP> file-name (append data to file).", Transfers::appe),
                Command.of("DELE", Right.DELETE, NEEDED, "DELE <SP> file-name (delete file).", Files::dele),
                Command.of("RNFR", Right.RENAME, NEEDED, "RNFR <SP> file-name (rename (source name)).", Files::rnfr),
                Command.of(
                        "RNTO", Right.RENAME, NEEDED, "RNTO <SP> file-name (rename (destination name)).", Files::rnto),
                // What is there: RFC 959, RFC 3659
                Command.of("LIST", Right.LIST, OPTIONAL, "LIST [<SP> path] (list files).", Lists::list),
                Command.of(
                        "NLST", Right.LIST, OPTIONAL, "NLST [<SP> path] (list path in a compact form).", Lists::nlst),
                Command.of("MLSD", Right.LIST, OPTIONAL, "MLSD [<SP> path] (list directory).", Lists::mlsd),
                Command.of(
                        "MLST", Right.LIST, OPTIONAL, "MLST [<SP> path] (show information about path).", Lists::mlst),
                Command.of("SIZE", Right.LIST, NEEDED, "SIZE <SP> file-name (get file size).", Files::size),
                Command.of("MDTM", Right.LIST, NEEDED, "MDTM [<SP> path] (file last modification time).", Files::mdtm),
                Command.of(
                        "MFMT",
                        Right.CHANGE_TIME,
                        NEEDED,
                        "MFMT <SP> timeval <SP> path (file update last modification time).",
                        Files::mfmt),
                Command.of(
                        "SITE CHMOD",
                        Right.CHANGE_MODE,
                        NEEDED,
                        "SITE CHMOD <SP> mode path (change file mode).",
                        Files::chmod),
                // About the server
                new Command(
                        "STAT",
                        Optional.of(Right.LIST),
                        false,
                        OPTIONAL,
                        "STAT [<SP> path name] (server stats [list files]).",
                        About::stat),
                Command.free("SYST", NONE, "SYST (get operating system type).", About::syst),
                Command.free("FEAT", NONE, "FEAT (list all new features supported).", About::feat),
                Command.free("HELP", OPTIONAL, "HELP [<SP> cmd] (show help).", About::help),
                Command.free("NOOP", NONE, "NOOP (just do nothing).", About::noop),
                Command.free("SITE", NEEDED, "SITE <SP> site-command (execute SITE command).", About::site),
                Command.free(
                        "SITE HELP", OPTIONAL, "SITE HELP [<SP> cmd] (show SITE command help).", About::siteHelp)));
        // Names of before 1985: RFC 1123 section 4.1.3.1
        all.add(Command.of(
                "XCWD",
                Right.CHANGE_FOLDER,
                OPTIONAL,
                "XCWD [<SP> dir-name] (obsolete; change directory).",
                Folders::cwd));
        all.add(Command.of(
                "XCUP", Right.CHANGE_FOLDER, NONE, "XCUP (obsolete; go to parent directory).", Folders::cdup));
        all.add(Command.of("XPWD", NONE, "XPWD (obsolete; get current dir).", Folders::pwd));
        all.add(Command.of(
                "XMKD", Right.MAKE_FOLDER, NEEDED, "XMKD <SP> dir-name (obsolete; create directory).", Folders::mkd));
        all.add(Command.of(
                "XRMD", Right.DELETE, NEEDED, "XRMD <SP> dir-name (obsolete; remove directory).", Folders::rmd));
        if (tls) { // RFC 4217
            all.add(Command.free("AUTH", NEEDED, "AUTH <SP> TLS|SSL (set up secure control channel).", Cover::auth));
            all.add(Command.free("PBSZ", NEEDED, "PBSZ <SP> 0 (negotiate TLS buffer).", Cover::pbsz));
            all.add(Command.free("PROT", NEEDED, "PROT <SP> [C|P] (set up un/secure data channel).", Cover::prot));
        }
        all.forEach(command -> table.put(command.name(), command));
    }

    Optional<Command> find(String name) {
        return Optional.ofNullable(table.get(name));
    }

    /** In alphabetical order. */
    List<Command> all() {
        return List.copyOf(table.values());
    }
}
