package netlessons.testkit.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.docs.ShellWords.Word;

/**
 * A command of a document and the script that is run in its place: a lesson and the grader are started with the classes
 * of this build, Maven and git clone are not run.
 */
final class Command {
    enum Kind {
        NOT_RUN,
        PLAIN,
        GRADE,
        LESSON
    }

    private static final Pattern BUILT = Pattern.compile("(?:\\./)?(\\d\\d-[\\w-]+)/target/.*");
    private static final Pattern SOURCE = Pattern.compile("(?:\\./)?(\\d\\d-[\\w-]+)/src/main/java/(.+)\\.java");
    private static final Pattern BEFORE_PROGRAM =
            Pattern.compile("\\w+=.*|do|then|else|if|while|until|!|\\{|time|nohup|timeout|env|exec|-.*|[\\d.]+[smh]?");
    private static final Pattern ENDS = Pattern.compile("(?<!\\S)(--help|-h|--version|-V)(?!\\S)");
    private static final Pattern OPTION_PORT = Pattern.compile("--port[ =](\\d{1,5})(?!\\S)");
    private static final Pattern BARE_PORT = Pattern.compile("(?<!\\S)(\\d{2,5})(?!\\S)");
    private static final String PORT = "{port of this start}";
    private static final String ADDED_OPTION = "{added option of this start}";
    /** A class that is not the lesson itself, such as its naive version, takes its port as the only argument. */
    private static final String ADDED_PORT = "{added port of this start}";

    private final Project project;
    private Kind kind = Kind.NOT_RUN;
    private String script;
    private boolean cloned;
    /** Programs that must be installed. */
    final List<String> programs = new ArrayList<>();
    /** The other module whose lesson or grader this starts, or null. */
    String otherModule;
    /** The port of the lesson as documented, or 0. */
    int port;

    /**
     * Reads a command.
     *
     * @param cloned whether a git clone came before: then a cd into the clone is not run either
     * @throws IllegalArgumentException with what is wrong, if it names a module or a profile that does not exist
     */
    Command(Project project, String text, boolean cloned) {
        this.project = project;
        this.cloned = cloned;
        StringBuilder result = new StringBuilder();
        int copied = 0;
        for (List<Word> words : ShellWords.commands(text)) {
            int first = 0;
            while (first < words.size()
                    && BEFORE_PROGRAM.matcher(words.get(first).raw()).matches()) {
                first++;
            }
            if (first < words.size()) {
                List<Word> simple = words.subList(first, words.size());
                result.append(text, copied, simple.get(0).start()).append(inPlaceOf(simple));
                copied = words.get(words.size() - 1).end();
            } else {
                kind = max(kind, Kind.PLAIN);
            }
        }
        result.append(text.substring(copied));
        // A lesson runs on anyway, and in the background nobody could see how it ends.
        this.script = kind == Kind.LESSON ? result.toString().replaceFirst("(?<!&)&\\s*$", "") : result.toString();
    }

    Kind kind() {
        return kind;
    }

    /** Whether a git clone was the last thing. */
    boolean cloned() {
        return cloned;
    }

    /** What to run; with null the port stays as documented. */
    String script(Integer realPort) {
        return script.replace(PORT, String.valueOf(realPort == null ? port : realPort))
                .replace(ADDED_OPTION, realPort == null ? "" : " --port " + realPort)
                .replace(ADDED_PORT, realPort == null ? "" : " " + realPort);
    }

    private String inPlaceOf(List<Word> words) {
        String program = words.get(0).plain();
        String next = words.size() > 1 ? words.get(1).plain() : "";
        String replacement = null;
        boolean intoClone = program.equals("cd") && cloned;
        cloned = program.equals("git") && next.equals("clone");
        if (cloned || intoClone) {
            return ":";
        }
        if (program.matches("(\\./)?mvnw?")) {
            return maven(words);
        }
        if (program.equals("java")) {
            replacement = java(words);
        }
        if (replacement == null) {
            kind = max(kind, Kind.PLAIN);
            programs.add(program);
            replacement = ShellWords.join(words);
        }
        return replacement;
    }

    private String maven(List<Word> words) {
        Maven maven = Maven.of(words);
        maven.check(project);
        List<Word> redirections = ShellWords.redirections(words);
        if (maven.goals().contains("exec:java")) {
            if (maven.modules().size() != 1) {
                throw new IllegalArgumentException("name the module whose lesson to start: -pl NN-name");
            }
            String main = maven.property("exec.mainClass", project.main());
            String arguments = maven.property("exec.args", "");
            return lesson(maven.modules().get(0), maven.otherProperties(), main, arguments, redirections);
        }
        if (maven.goals().contains("verify") && maven.grades()) {
            kind = max(kind, Kind.GRADE);
            otherModule = maven.modules().equals(List.of(project.module())) ? otherModule : maven.modules() + "";
            for (String graded : List.of("target.command", "target.send")) {
                String line = maven.property(graded, "");
                if (!line.isEmpty()) {
                    programs.add(line.split(" ")[0]);
                }
            }
            String properties = "-Dlesson.repository=" + quote(project.root().toString()) + " -Dstudent.log="
                    + quote(studentLog().toString()) + " " + maven.otherProperties();
            return java() + " " + properties + " netlessons.testkit.Grade " + ShellWords.join(redirections);
        }
        return ":";
    }

    /** Gradings leave files beside it: in a folder of this process alone, for other documents are tried at the same time. */
    private static Path studentLog() {
        Path own =
                Path.of(System.getProperty("student.log", "target/student.log")).toAbsolutePath();
        String name = own.getFileName().toString().replaceFirst("[.]log$", "");
        return own.resolveSibling(name).resolve("target/student.log");
    }

    /**
     * A program of a module: java -jar NN-name/target/NN-name.jar, java -cp NN-name/target/classes Main, java
     * NN-name/src/main/java/Main.java; null if it is something else.
     */
    private String java(List<Word> words) {
        for (int i = 1; i < words.size(); i++) {
            String option = words.get(i).raw();
            String next = i + 1 < words.size() ? words.get(i + 1).plain() : "";
            Matcher built = BUILT.matcher(next);
            Matcher source = SOURCE.matcher(words.get(i).plain());
            if (option.equals("-jar") && built.matches()) {
                return java(built.group(1), words.subList(1, i), project.main(), words.subList(i + 2, words.size()));
            } else if (option.matches("-cp|-classpath|--class-path") && built.matches() && i + 2 < words.size()) {
                String main = words.get(i + 2).plain();
                return java(built.group(1), words.subList(1, i), main, words.subList(i + 3, words.size()));
            } else if (source.matches()) {
                String main = source.group(2).replace('/', '.');
                return java(source.group(1), words.subList(1, i), main, words.subList(i + 1, words.size()));
            }
        }
        return null;
    }

    private String java(String module, List<Word> options, String main, List<Word> rest) {
        Maven.checkModule(project, module);
        List<Word> redirections = ShellWords.redirections(rest);
        List<Word> arguments =
                rest.stream().filter(w -> !redirections.contains(w)).toList();
        return lesson(module, ShellWords.join(options), main, ShellWords.join(arguments), redirections);
    }

    private String lesson(String module, String options, String main, String arguments, List<Word> redirections) {
        kind = max(kind, Kind.LESSON);
        otherModule = module.equals(project.module()) ? otherModule : module;
        boolean ends = ENDS.matcher(arguments).find();
        boolean usual = main.equals(project.main());
        Matcher named = OPTION_PORT.matcher(arguments);
        boolean found = named.find();
        if (!found && !usual) {
            named = BARE_PORT.matcher(arguments);
            found = named.find();
        }
        if (found) {
            port = Integer.parseInt(named.group(1));
            arguments = arguments.substring(0, named.start(1)) + PORT + arguments.substring(named.end(1));
        } else if (!ends && (usual ? !arguments.contains("--port") : arguments.isBlank())) {
            port = project.port().applyAsInt(arguments);
            arguments += port == 0 ? "" : usual ? ADDED_OPTION : ADDED_PORT;
        }
        return java() + " " + options + " " + main + " " + arguments + " " + ShellWords.join(redirections);
    }

    private String java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return quote(java.toString()) + " -cp " + quote(project.classPath());
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static Kind max(Kind one, Kind other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
