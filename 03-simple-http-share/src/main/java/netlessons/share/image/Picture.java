package netlessons.share.image;

/** A picture as it is sent or stored. Whoever has the bytes must not change them. */
record Picture(Kind kind, byte[] bytes) {}
