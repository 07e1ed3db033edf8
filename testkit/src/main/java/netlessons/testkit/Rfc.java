package netlessons.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Where the rule stands that a graded test checks, such as "RFC 9112 section 6.3"; shown as the hint of a failure. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@java.lang.annotation.Target({ElementType.TYPE, ElementType.METHOD})
public @interface Rfc {
    /** The place, in words; several are separated by commas. */
    String value();
}
