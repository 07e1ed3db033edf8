package netlessons.downloader.options;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Forty options in one list are read by nobody: {@code --help} shows them under headings, one for each class here. */
public final class Sections {
    private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

    static {
        HEADINGS.put(Source.class, "What to fetch");
        HEADINGS.put(Placing.class, "Where it goes");
        HEADINGS.put(Amount.class, "How much at once");
        HEADINGS.put(Patience.class, "Patience");
        HEADINGS.put(Requests.class, "What origins are told");
    }

    private Sections() {}

    public static void in(CommandLine commandLine) {
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Sections::render);
    }

    private static String render(Help help) {
        StringBuilder text = new StringBuilder();
        HEADINGS.forEach((type, heading) -> text.append(section(help, heading, type)));
        return text.append(section(help, "Besides", null)).toString();
    }

    private static String section(Help help, String heading, Class<?> type) {
        List<OptionSpec> options = help.commandSpec().options().stream()
                .filter(option -> belongsTo(option) == type)
                .collect(Collectors.toList());
        Help.Layout layout =
                help.createDefaultLayout(help.commandSpec().options(), List.of(), help.colorScheme()); // equal columns
        layout.addOptions(options, help.createDefaultParamLabelRenderer());
        return System.lineSeparator() + heading + ":" + System.lineSeparator() + layout;
    }

    private static Class<?> belongsTo(OptionSpec option) {
        Class<?> type = option.userObject() instanceof Field field ? field.getDeclaringClass() : null;
        return HEADINGS.containsKey(type) ? type : null;
    }
}
