package netlessons.testkit.docs;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netlessons.testkit.Lesson;
import netlessons.testkit.docs.Command.Kind;
import org.junit.jupiter.api.Assumptions;

/** Runs the console blocks of one document, in order, and compares what comes. */
final class Session implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);
    /** What a lesson still has to say once it has said its address. */
    private static final Duration AFTER_ADDRESS = Duration.ofSeconds(5);
    /** Grading runs every stage of a lesson, not one command. */
    private static final int GRADE_FACTOR = 5;
    /** What sh says of a program that is not installed. */
    private static final Pattern NOT_FOUND = Pattern.compile("(?m)^sh: \\d+: (\\S+): not found$");

    private final Project project;
    private final Page page;
    private final Ports ports = new Ports();
    private final Map<Integer, Shell.Running> lessons = new HashMap<>();
    private Shell shell;
    private Page.Fence block;
    private String skipBlock;
    /** Which program is not installed that a command before needed; null if all could be run. */
    private String missing;
    /** Why no lesson listens although the document has started one; null otherwise. */
    private String absent;
    /** Of the command before; null if it was skipped or runs on. */
    private Integer status = 0;

    private boolean cloned;

    Session(Project project, Page page) {
        this.project = project;
        this.page = page;
    }

    /** Runs one command; aborts the test with the reason where it cannot be run here. */
    void run(Page.Fence fence, Console.Step step) {
        skipIf(Project.windows(), "console blocks are for sh, which Windows does not have");
        if (fence != block) {
            block = fence;
            skipBlock = null;
            cloned = false;
            if (shell != null) {
                shell.goHome();
            }
        }
        skipIf(skipBlock != null, skipBlock);
        skipIf(status == null && Console.isStatus(step.command()), "the command before was not run to its end here");
        Integer before = status;
        status = null;
        if (shell == null) {
            shell = new Shell(project.root());
        }
        Command command = read(step);
        if (command.kind() == Kind.NOT_RUN) {
            return;
        }
        if (command.otherModule != null) {
            skipBlock = absent = page.at(step.line()) + " is run by the tests of " + command.otherModule;
            skipIf(true, absent);
        }
        installed(step, command);
        skipIf(absent != null && command.kind() != Kind.LESSON && ports.mentionsOther(step.command()), absent);
        if (command.kind() == Kind.LESSON) {
            lesson(step, command);
            return;
        }
        Shell.Running run = shell.start(ports.toReal(command.script(null)), before == null ? 0 : before, true);
        boolean ended = run.ends(project.limit().multipliedBy(command.kind() == Kind.GRADE ? GRADE_FACTOR : 1));
        run.kill();
        String output = ports.toDocumented(run.output());
        if (!ended) {
            throw problem(step, "did not end within " + project.limit().toSeconds() + " s", output);
        }
        status = run.process().exitValue();
        if (!step.expected().matches(output)) {
            throw problem(step, "printed something else", output);
        }
    }

    private Command read(Console.Step step) {
        try {
            Command command = new Command(project, shell.toReal(step.command()), cloned);
            cloned = command.cloned();
            return command;
        } catch (IllegalArgumentException e) {
            throw new Problem(page, step.line(), e.getMessage());
        }
    }

    private void installed(Console.Step step, Command command) {
        for (String program : command.programs) {
            if (!Shell.installed(program)) {
                if (project.ci()) {
                    throw new Problem(page, step.line(), program + " is not installed");
                }
                missing = program;
                skipIf(true, program + " is not installed");
            }
        }
    }

    /** A lesson runs on until the document ends or the next one takes its port. */
    private void lesson(Console.Step step, Command command) {
        absent = null;
        // One that is expected to end, such as "port in use", meets the real port of the lesson that runs there.
        boolean ends = step.ends() || command.port == 0;
        // Any other one is its own, so that nobody else is met where a document shows that it has ended.
        Integer port = ends ? ports.real(command.port) : Integer.valueOf(Lesson.freePort());
        Shell.Running run = shell.start(ports.toReal(command.script(port)), 0, false);
        long end = System.nanoTime() + project.limit().toNanos();
        boolean ended;
        Integer real = null;
        do {
            ended = run.ends(POLL);
            String output = run.output();
            if (real == null && !ends) {
                real = Ports.printed(output);
                end = real == null ? end : Math.min(end, System.nanoTime() + AFTER_ADDRESS.toNanos());
            }
            if (!ended && real != null) {
                String documented = Ports.toDocumented(ports.toDocumented(output), command.port, real);
                if (step.expected().isEmpty() || step.expected().matches(documented)) {
                    Shell.Running former = lessons.put(command.port, run);
                    ports.put(command.port, real);
                    if (former != null) {
                        former.end();
                    }
                    return;
                }
            }
        } while (!ended && System.nanoTime() < end);
        finish(step, command.port, run, ended, ends);
    }

    /** It ended by itself, or did not say in time what the document says. */
    private void finish(Console.Step step, int port, Shell.Running run, boolean ended, boolean ends) {
        run.end();
        Integer real = Ports.printed(run.output());
        String output = ports.toDocumented(run.output());
        if (real != null && port != 0) {
            output = Ports.toDocumented(output, port, real);
        }
        if (!ends) {
            absent = "the lesson of " + page.at(step.line()) + " does not run";
        }
        if (!ended && (ends || step.expected().matches(output))) {
            String what = ends ? "end" : "say its address (127.0.0.1:port)";
            throw problem(step, "did not " + what + " within " + project.limit().toSeconds() + " s", output);
        }
        status = ended ? run.process().exitValue() : null;
        if (!step.expected().matches(output)) {
            throw problem(step, ended ? "printed something else" : "runs on, but has not printed this", output);
        }
    }

    private Problem problem(Console.Step step, String what, String output) {
        Matcher unknown = NOT_FOUND.matcher(output);
        if (!project.ci() && unknown.find()) { // such as in $(...), where nobody looked for programs
            missing = unknown.group(1);
        }
        skipIf(missing != null, missing + " is not installed, and this command or one before it needs it");
        Expected.Difference difference = step.expected().difference(output);
        return new Problem(
                page, step.outputLine() + difference.line(), "`" + step.command() + "` " + what + difference.message());
    }

    private static void skipIf(boolean condition, String reason) {
        if (condition) {
            Assumptions.abort(reason);
        }
    }

    @Override
    public void close() {
        lessons.values().forEach(Shell.Running::end);
        if (shell != null) {
            shell.close();
        }
    }
}
