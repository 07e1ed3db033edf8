package netlessons.upload.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import netlessons.upload.protocol.Message;

/** Keeps what it is told, a line each. */
final class Recorder implements Progress {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void started(Item item, long offset) {
        lines.add("started " + item.name() + " " + offset);
    }

    @Override
    public void committed(Item item, Message.Committed answer) {
        lines.add("committed " + item.name());
    }

    @Override
    public void failed(Path path, String name, Fault fault) {
        lines.add("failed " + name + " " + fault.code());
    }

    @Override
    public void skipped(Path path, String reason) {
        lines.add("skipped " + path.getFileName());
    }

    @Override
    public void retrying(Item item, Fault fault, Duration wait, int attempt, int of) {
        lines.add("retry " + (item == null ? "connection" : item.name()) + " " + fault.code() + " " + attempt);
    }

    @Override
    public void gaveUp(Fault fault, List<Outgoing> rest) {
        lines.add("gave up " + fault.code() + " " + rest.size());
    }
}
