package netlessons.ftp.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A file that is there, and is written to where it is: what has come stays in it, also if it breaks off. */
final class InPlace extends Incoming {
    private InPlace(FileChannel channel, long position) {
        super(channel, position);
    }

    /**
     * @param position -1: its end
     * @throws BeyondEnd if it has not that many bytes
     */
    static InPlace open(Root root, Found file, long position) throws IOException {
        FileChannel channel = root.write(file);
        try {
            return new InPlace(channel, start(channel, position));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void publish() {
        // it has its name
    }

    @Override
    public void forget() {
        // nobody can take back what was written
    }
}
