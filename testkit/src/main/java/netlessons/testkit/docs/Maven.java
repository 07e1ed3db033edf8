package netlessons.testkit.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import netlessons.testkit.docs.ShellWords.Word;

/** A Maven command line: goals, modules, profiles, and its -D words as they are written. */
record Maven(List<String> goals, List<String> modules, List<String> profiles, List<String> defines) {
    private static final Pattern WITH_VALUE =
            Pattern.compile("-pl|--projects|-P|--activate-profiles|-f|--file|-T|--threads|-s|--settings|-rf|-t|-gs|-b");

    static Maven of(List<Word> words) {
        Maven maven = new Maven(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i).plain();
            if (word.startsWith("-D")) {
                maven.defines.add(words.get(i).raw());
            } else if (WITH_VALUE.matcher(word).matches() && i + 1 < words.size()) {
                maven.option(word, words.get(++i).plain());
            } else if (word.matches("--[\\w-]+=.*")) {
                maven.option(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            } else if (word.startsWith("-P")) {
                maven.option("-P", word.substring(2));
            } else if (!word.startsWith("-") && !word.matches("\\d*[<>].*")) {
                maven.goals.add(word);
            }
        }
        return maven;
    }

    private void option(String name, String value) {
        List<String> names = Arrays.stream(value.split(","))
                .map(v -> v.replaceFirst("^[!+?-]*:?(\\./)?", "").replaceFirst("/$", ""))
                .toList();
        if (name.matches("-pl|--projects")) {
            modules.addAll(names);
        } else if (name.matches("-P|--activate-profiles")) {
            profiles.addAll(names);
        }
    }

    /** Throws IllegalArgumentException if a module or a profile does not exist. */
    void check(Project project) {
        modules.forEach(module -> checkModule(project, module));
        for (String profile : profiles) {
            if (!project.profiles().contains(profile)) {
                throw new IllegalArgumentException("there is no profile " + profile + " in pom.xml");
            }
        }
    }

    static void checkModule(Project project, String module) {
        if (!project.modules().contains(module)) {
            throw new IllegalArgumentException("there is no module " + module + " in pom.xml");
        }
    }

    boolean grades() {
        return defines.stream().anyMatch(d -> d.matches("[\"']?-Dtarget(\\.command|\\.send)?=.*"));
    }

    /** The text of a property without its outer quotes, still in the language of the shell. */
    String property(String name, String otherwise) {
        for (String define : defines) {
            Matched matched = Matched.of(define, name);
            if (matched != null) {
                return matched.value();
            }
        }
        return otherwise;
    }

    String otherProperties() {
        return defines.stream().filter(d -> !d.matches("[\"']?-Dexec\\..*")).collect(Collectors.joining(" "));
    }

    /** -Dname="value", "-Dname=value", -Dname='value' or -Dname=value. */
    private record Matched(String value) {
        static Matched of(String define, String name) {
            var all = Pattern.compile("([\"']?)-D" + Pattern.quote(name) + "=([\"']?)(.*?)\\2\\1", Pattern.DOTALL)
                    .matcher(define);
            return all.matches() ? new Matched(all.group(3).replace("\\\"", "\"")) : null;
        }
    }
}
