package netlessons.downloader.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.SocketChannel;

/**
 * A channel as a socket, as far as TLS asks for it. The JDK has such a thing, too; but nobody can put anything between
 * its streams and the channel.
 */
class ChannelSocket extends Socket {
    private final SocketChannel channel;

    ChannelSocket(SocketChannel channel) throws SocketException {
        super((SocketImpl) null); // never used: all that is called is here
        this.channel = channel;
    }

    @Override
    public final SocketChannel getChannel() {
        return channel;
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        channel.socket().connect(address, timeout);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return channel.socket().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return channel.socket().getOutputStream();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        channel.socket().setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return channel.socket().getSoTimeout();
    }

    @Override
    public int getSoLinger() throws SocketException {
        return channel.socket().getSoLinger();
    }

    @Override
    public InetAddress getInetAddress() {
        return channel.socket().getInetAddress();
    }

    @Override
    public int getPort() {
        return channel.socket().getPort();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return channel.socket().isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return channel.socket().isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
