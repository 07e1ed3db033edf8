package netlessons.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says to which stage of a lesson a test class belongs, with all that is nested in it, or a single test method. Such
 * tests take a {@link Target} as a parameter; the classes run in the order of their stages, the methods of a class as
 * {@code @Order} says, and after a failure the stages that follow stay locked. Several classes may share a stage.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target({ElementType.TYPE, ElementType.METHOD})
@Tag("graded")
@ExtendWith(Stages.class)
public @interface Stage {
    /** The number of the stage; the first of a lesson is 1, since 0 is {@link Starting}. */
    int value();

    /** The name as in the heading of the chapter, "## Stage 4: keep-alive and pipelining". */
    String name();

    /** Which program it is about. Tests of a sender take a {@link SenderTarget}, tests of both take both. */
    Side side() default Side.SERVER;
}
