package netlessons.ftp;

import java.util.Locale;
import java.util.function.Consumer;
import netlessons.ftp.text.Printable;

/** One line for each thing that happens. Safe for threads. */
final class TransferLog implements FtpListener {
    private final Consumer<String> out;

    /** @param out must not wait */
    TransferLog(Consumer<String> out) {
        this.out = out;
    }

    private void print(Client client, String what) {
        String user = client.user().isEmpty() ? "" : " [" + Printable.of(client.user()) + "]";
        out.accept(client.address().getAddress().getHostAddress() + ":"
                + client.address().getPort() + user + " " + what);
    }

    @Override
    public void connected(Client client) {
        print(client, "connected");
    }

    @Override
    public void loggedIn(Client client) {
        print(client, "logged in");
    }

    @Override
    public void loginFailed(Client client) {
        print(client, "gave a wrong name or password");
    }

    @Override
    public void disconnected(Client client) {
        print(client, "disconnected");
    }

    @Override
    public void sent(Client client, Moved file) {
        print(client, moved("RETR", file));
    }

    @Override
    public void received(Client client, Moved file) {
        print(client, moved("STOR", file));
    }

    private static String moved(String command, Moved file) {
        return String.format(
                Locale.ROOT,
                "%s %s, %d bytes in %.3f s%s",
                command,
                Printable.of(file.path().toString()),
                file.bytes(),
                file.nanos() / 1e9,
                file.complete() ? "" : ", broken off");
    }
}
