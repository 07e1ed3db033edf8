package netlessons.testkit.ftp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whole transfers in passive mode, each in one call; all have to succeed, but for those that have to be refused. */
public interface Transfers {
    /** Says something, and reads the reply. */
    FtpReply say(String command);

    /** A new data connection. */
    DataWire pasv();

    /** TLS on it, where that was asked for. */
    DataWire cover(DataWire wire);

    /** A command that begins a transfer. */
    FtpReply begin(String command);

    /** The reply at the end of a transfer. */
    FtpReply end();

    /** PASV, a command that brings bytes, and all of them. */
    default byte[] fetch(String command) {
        try (DataWire from = pasv()) {
            begin(command);
            byte[] bytes = cover(from).readAll();
            end();
            return bytes;
        }
    }

    /** PASV, a command that takes bytes, and all of these. */
    default FtpReply put(String command, byte[] bytes) {
        try (DataWire to = pasv()) {
            begin(command);
            cover(to).send(bytes).finish();
            return end(); // before it is closed: what TLS has sent and nobody has read would make that a reset
        }
    }

    /** PASV, and a command that is refused: with one of these codes, and without a byte on the data connection. */
    default FtpReply refused(String command, int... codes) {
        try (DataWire none = pasv()) {
            FtpReply reply = say(command).expect(codes);
            none.expectNothing();
            return reply;
        }
    }

    default byte[] retrieve(String path) {
        return fetch("RETR " + path);
    }

    default FtpReply store(String path, byte[] bytes) {
        return put("STOR " + path, bytes);
    }

    default FtpReply store(String path, String text) {
        return store(path, text.getBytes(StandardCharsets.UTF_8));
    }

    default FtpReply append(String path, String text) {
        return put("APPE " + path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** PASV, a command that lists, and the lines that come. */
    default List<String> lines(String command) {
        try (DataWire from = pasv()) {
            begin(command);
            List<String> lines = cover(from).readLines();
            end();
            return lines;
        }
    }

    /** The lines of LIST for this path; "" for the current folder. */
    default List<String> list(String path) {
        return lines(("LIST " + path).strip());
    }

    default List<String> nlst(String path) {
        return lines(("NLST " + path).strip());
    }

    /** The entries of MLSD for this path; "" for the current folder. */
    default List<Entry> mlsd(String path) {
        try (DataWire from = pasv()) {
            begin(("MLSD " + path).strip());
            List<Entry> entries = Entry.all(cover(from));
            end();
            return entries;
        }
    }
}
