package netlessons.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One frame of docs/02-protocol.md section 2, for tests; it shares nothing with the frames of the lesson. Both sides'
 * frames can be made, also wrong ones.
 */
record WireFrame(char type, int flags, byte[] payload) {
    static final byte[] PREAMBLE = {'N', 'L', 'U', 'P', 1, 0};
    static final int EAGER = 1;
    static final int FOLDER = 2;
    static final int HEADER = 6;
    static final int CRC = 4;

    private static final Map<Character, String> NAMES = Map.ofEntries(
            Map.entry('L', "LIMITS"),
            Map.entry('B', "BEGIN"),
            Map.entry('R', "READY"),
            Map.entry('D', "DATA"),
            Map.entry('E', "END"),
            Map.entry('C', "COMMITTED"),
            Map.entry('H', "HAVE"),
            Map.entry('N', "REJECT"),
            Map.entry('X', "CANCEL"),
            Map.entry('P', "PING"),
            Map.entry('Q', "PONG"),
            Map.entry('!', "ERROR"));

    static WireFrame limits(int name, int data, long file, int idleMillis) {
        return new WireFrame(
                'L',
                0,
                ByteBuffer.allocate(18)
                        .putShort((short) name)
                        .putInt(data)
                        .putLong(file)
                        .putInt(idleMillis)
                        .array());
    }

    static WireFrame begin(int flags, byte[] id, long size, long mtime, int mode, int kind, byte[] name) {
        return new WireFrame(
                'B',
                flags,
                ByteBuffer.allocate(35 + name.length)
                        .put(id)
                        .putLong(size)
                        .putLong(mtime)
                        .putShort((short) mode)
                        .put((byte) kind)
                        .put(name)
                        .array());
    }

    static WireFrame ready(long offset, byte[] digest) {
        return new WireFrame('R', 0, join(u64(offset), digest));
    }

    static WireFrame data(long offset, byte[] bytes) {
        return new WireFrame('D', 0, join(u64(offset), bytes));
    }

    static WireFrame end(byte[] digest) {
        return new WireFrame('E', 0, digest);
    }

    static WireFrame committed(long size, byte[] digest, String name) {
        return new WireFrame('C', 0, join(u64(size), digest, name.getBytes(UTF_8)));
    }

    static WireFrame have(long size, byte[] digest, String name) {
        return new WireFrame('H', 0, join(u64(size), digest, name.getBytes(UTF_8)));
    }

    static WireFrame reject(WireCode code, String text) {
        return refusal('N', code, text);
    }

    static WireFrame error(WireCode code, String text) {
        return refusal('!', code, text);
    }

    private static WireFrame refusal(char type, WireCode code, String text) {
        return new WireFrame(
                type, 0, join(new byte[] {0, (byte) code.number, (byte) code.again}, text.getBytes(UTF_8)));
    }

    static WireFrame cancel() {
        return new WireFrame('X', 0, new byte[0]);
    }

    static WireFrame ping() {
        return new WireFrame('P', 0, new byte[0]);
    }

    static WireFrame pong() {
        return new WireFrame('Q', 0, new byte[0]);
    }

    /** The whole frame as it goes over the wire. */
    byte[] bytes() {
        byte[] checked = join(header(type, flags, payload.length), payload);
        return join(checked, u32(crc(checked, 0, checked.length)));
    }

    /** The same with a wrong CRC-32C. */
    byte[] damaged() {
        byte[] bytes = bytes();
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    /** The first six bytes of a frame, whatever they say. */
    static byte[] header(int type, int flags, long length) {
        return ByteBuffer.allocate(HEADER)
                .put((byte) type)
                .put((byte) flags)
                .putInt((int) length)
                .array();
    }

    static long crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] join(WireFrame... frames) {
        return join(Arrays.stream(frames).map(WireFrame::bytes).toArray(byte[][]::new));
    }

    ByteBuffer fields() {
        return ByteBuffer.wrap(payload);
    }

    /** The offset of READY and DATA, the size of COMMITTED and HAVE. */
    long number() {
        return fields().getLong();
    }

    /** What follows the number. */
    byte[] rest() {
        return Arrays.copyOfRange(payload, 8, payload.length);
    }

    /** That of REJECT and ERROR. */
    int code() {
        return fields().getShort() & 0xffff;
    }

    /** The name of the type; "" if it is unknown. */
    static String name(int type) {
        return NAMES.getOrDefault((char) type, "");
    }

    /** What it says, for people. A payload that is too short for its type gives nothing but the name. */
    String words() {
        String name = name(type);
        try {
            return name
                    + switch (type) {
                        case 'L' -> limitsInWords(fields());
                        case 'B' -> beginInWords(fields());
                        case 'R' -> " from " + Long.toUnsignedString(number()) + ", digest " + hex(rest());
                        case 'D' -> " of " + (payload.length - 8) + " bytes at " + Long.toUnsignedString(number());
                        case 'E' -> ", digest " + hex(payload);
                        case 'C', 'H' -> " " + Long.toUnsignedString(number()) + " bytes, " + tail();
                        case 'N', '!' -> refusalInWords(fields());
                        default -> "";
                    };
        } catch (RuntimeException e) {
            return name + " with a payload of " + payload.length + " bytes";
        }
    }

    private static String limitsInWords(ByteBuffer fields) {
        return " names of " + (fields.getShort() & 0xffff) + " bytes, DATA of "
                + Integer.toUnsignedString(fields.getInt()) + ", files of " + Long.toUnsignedString(fields.getLong())
                + ", idle " + Integer.toUnsignedString(fields.getInt()) + " ms";
    }

    private String beginInWords(ByteBuffer fields) {
        byte[] id = new byte[16];
        fields.get(id);
        long size = fields.getLong();
        fields.position(34);
        int kind = fields.get();
        String name = UTF_8.decode(fields).toString();
        return " " + printable(name) + ", " + Long.toUnsignedString(size) + " bytes, "
                + (kind == 1 ? "sha-256" : kind == 2 ? "crc" : "digest " + kind)
                + ((flags & EAGER) == 0 ? "" : ", EAGER") + ((flags & FOLDER) == 0 ? "" : ", FOLDER")
                + ", id " + hex(id);
    }

    private static String refusalInWords(ByteBuffer fields) {
        int code = fields.getShort() & 0xffff;
        String again = fields.get() == 0 ? "" : ", to be tried again";
        return " " + WireCode.of(code).map(Enum::name).orElse("of an unknown code") + " (" + code + ")" + again + ": "
                + printable(UTF_8.decode(fields).toString());
    }

    /** Name and digest of COMMITTED and HAVE. The frame does not say the kind of the digest, but a name is text. */
    private String tail() {
        int from = isText(16) ? 16 : 40;
        return printable(new String(payload, from, payload.length - from, UTF_8)) + ", digest "
                + hex(Arrays.copyOfRange(payload, 8, from));
    }

    private boolean isText(int from) {
        try {
            String text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(payload, from, payload.length - from))
                    .toString();
            return text.chars().noneMatch(Character::isISOControl);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\uFFFD]", "?");
        return clean.length() > 60 ? clean.substring(0, 50) + "..." : clean;
    }

    private static String hex(byte[] bytes) {
        String all = HexFormat.of().formatHex(bytes);
        return all.length() > 16 ? all.substring(0, 16) + "..." : all;
    }

    @Override
    public String toString() {
        return words();
    }
}
