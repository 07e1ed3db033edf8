package netlessons.ftp;

import java.util.List;
import java.util.Set;
import netlessons.testkit.Lesson;

/** Some of the lesson's stages, for servers that somebody else has written. */
record SomeStages(Set<Integer> numbers) implements Lesson {
    @Override
    public String chapter() {
        return new FtpLesson().chapter();
    }

    @Override
    public List<Class<?>> stages() {
        return new FtpLesson()
                .stages().stream()
                        .filter(type -> numbers.contains(FtpLesson.stage(type)))
                        .toList();
    }

    @Override
    public List<String> options() {
        return new FtpLesson().options();
    }
}
