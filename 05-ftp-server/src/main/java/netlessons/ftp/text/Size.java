package netlessons.ftp.text;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Up to 8,191 T, and no byte more than a long can count. */
public final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        if (!text.matches("[0-9]{1,15}[KMGTkmgt]?")) {
            throw new TypeConversionException("'" + text + "' is not a size such as 500, 64K or 10G");
        }
        int unit = "KMGT".indexOf(Character.toUpperCase(text.charAt(text.length() - 1))) + 1;
        long number = Long.parseLong(unit == 0 ? text : text.substring(0, text.length() - 1));
        if (number > Long.MAX_VALUE >> 10 * unit) {
            throw new TypeConversionException("'" + text + "' is more than any disk has");
        }
        return number << 10 * unit;
    }
}
