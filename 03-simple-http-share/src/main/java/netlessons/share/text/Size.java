package netlessons.share.text;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes, or with K, M, G or T behind the number 1024 of the next smaller unit; no more than a long can count. */
public final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        int unit = text.isEmpty() ? 0 : "KMGT".indexOf(Character.toUpperCase(text.charAt(text.length() - 1))) + 1;
        String number = unit == 0 ? text : text.substring(0, text.length() - 1);
        if (!Digits.are(number, 15)) {
            throw new TypeConversionException("'" + text + "' is not a size such as 500, 64K or 10G");
        }
        long bytes = Long.parseLong(number);
        if (bytes > Long.MAX_VALUE >> 10 * unit) {
            throw new TypeConversionException("'" + text + "' is more than any disk has");
        }
        return bytes << 10 * unit;
    }
}
