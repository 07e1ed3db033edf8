package netlessons.testkit;

import java.util.List;

/**
 * How the bytes of a connection are told to people when a test fails. The kit knows text, such as that of HTTP; a lesson
 * with a protocol of its own brings its own words.
 */
public interface Speech {
    /** Escaped text, a line a line. */
    Speech TEXT = new Speech() {
        @Override
        public List<String> told(byte[] bytes) {
            return Excerpt.of(bytes);
        }

        @Override
        public List<String> told(byte[] bytes, int caret, String remark) {
            return Excerpt.of(bytes, caret, remark);
        }
    };

    /** All that one side has said, in a few lines. */
    List<String> told(byte[] bytes);

    /**
     * The same with a caret.
     *
     * @param caret the offset it points at; the number of bytes for what is missing after the last one
     * @param remark what to write behind the caret
     */
    List<String> told(byte[] bytes, int caret, String remark);

    /** What a fault usually means, in one sentence for a beginner; "" to say nothing. */
    default String meaning(Fault fault) {
        return fault.meaning();
    }

    /**
     * The same on a connection that was open when the server was told to stop.
     *
     * @param rests whether nothing had begun on it
     */
    default String stopped(Fault fault, boolean rests) {
        return StopOrder.meaning(fault, rests);
    }

    /** What a line for a shell ends with, so that its output can be read, such as " | xxd". */
    default String viewer() {
        return "";
    }

    /**
     * A line for a shell that has the failure again, where to say the same once more is not enough; "" for the usual line.
     *
     * @param sent all that the client has said
     * @param netcat what connects to the program in a shell, "nc HOST PORT"
     */
    default String again(byte[] sent, String netcat) {
        return "";
    }

    /** A note that the usual line says at once what was said in so many pieces; "" if that makes no difference. */
    default String pieces(int count) {
        return "sent in " + count + " pieces; \"again\" sends it at once";
    }
}
