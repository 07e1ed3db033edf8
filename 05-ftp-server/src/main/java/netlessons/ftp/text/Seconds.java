package netlessons.ftp.text;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of seconds, or of minutes, hours or days with m, h or d behind it; down to a thousandth of one. */
public final class Seconds implements ITypeConverter<Duration> {
    private static final Map<Character, Integer> UNITS = Map.of('s', 1, 'm', 60, 'h', 3600, 'd', 86_400);

    @Override
    public Duration convert(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,3})?[smhd]?")) {
            throw new TypeConversionException("'" + text + "' is not a number of seconds such as 10 or 0.5, or 24h");
        }
        Integer unit = UNITS.get(text.charAt(text.length() - 1));
        String number = unit == null ? text : text.substring(0, text.length() - 1);
        return Duration.ofMillis(Math.round(Double.parseDouble(number) * 1000 * (unit == null ? 1 : unit)));
    }
}
