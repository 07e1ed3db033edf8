package netlessons.testkit;

import java.util.List;

/**
 * The content of a reply, its transfer coding undone.
 *
 * @param bytes the content
 * @param pieces where the pieces stand that it was put together from, ascending; at least one
 */
record Body(byte[] bytes, List<Piece> pieces) {
    /** From this index in the content on, the bytes stand from that offset on in what was received. */
    record Piece(int index, int offset) {}

    static Body empty(int offset) {
        return new Body(new byte[0], List.of(new Piece(0, offset)));
    }

    static Body plain(byte[] bytes, int offset) {
        return new Body(bytes, List.of(new Piece(0, offset)));
    }

    /** Where the byte at this index was received. */
    int offset(int index) {
        int offset = 0;
        for (Piece piece : pieces) {
            if (piece.index() <= index) {
                offset = piece.offset() + index - piece.index();
            }
        }
        return offset;
    }
}
