package netlessons.ftp;

import java.util.Locale;
import java.util.function.Consumer;
import netlessons.ftp.text.Printable;

/**
 * One line for each thing that happens, such as {@code Received /a.txt (512 bytes in 0.003 s) from ann@192.0.2.7:50123}.
 * Who it was comes last, behind all that a client may write. Safe for threads if {@code lines} is.
 *
 * @param lines takes each line, without a line end; must not wait
 */
record TransferLog(Consumer<String> lines) implements FtpListener {
    private void print(String what, Client client) {
        String user = client.user().isEmpty() ? "" : client.user() + "@";
        String host = client.address().getAddress().getHostAddress();
        lines.accept(Printable.of(what + user + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + client.address().getPort()));
    }

    @Override
    public void connected(Client client) {
        print("Connected from ", client);
    }

    @Override
    public void loggedIn(Client client) {
        print("Logged in from ", client);
    }

    @Override
    public void loginFailed(Client client) {
        print("Wrong name or password from ", client);
    }

    @Override
    public void disconnected(Client client) {
        print("Disconnected from ", client);
    }

    @Override
    public void sent(Client client, Moved file) {
        print((file.complete() ? "Sent " : "Broke off ") + text(file) + " to ", client);
    }

    @Override
    public void received(Client client, Moved file) {
        print((file.complete() ? "Received " : "Broke off ") + text(file) + " from ", client);
    }

    private static String text(Moved file) {
        return String.format(Locale.ROOT, "%s (%d bytes in %.3f s)", file.path(), file.bytes(), file.nanos() / 1e9);
    }
}
