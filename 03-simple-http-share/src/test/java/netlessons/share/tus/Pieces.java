package netlessons.share.tus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** A body that comes in pieces; between two of them other things happen. */
final class Pieces extends InputStream {
    /** One piece, or something that happens: both when it is its turn. */
    private interface Step {
        /** What comes; null: nothing. */
        byte[] run() throws IOException;
    }

    interface Event {
        void run() throws IOException;
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    Pieces then(String text) {
        steps.add(() -> text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Pieces then(Event event) {
        steps.add(() -> {
            event.run();
            return null;
        });
        return this;
    }

    Pieces thenBreaks() {
        return then(() -> {
            throw new IOException("The connection broke.");
        });
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!steps.isEmpty()) {
            byte[] piece = steps.remove().run();
            if (piece != null) {
                System.arraycopy(piece, 0, bytes, offset, piece.length);
                return piece.length;
            }
        }
        return -1;
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException();
    }
}
