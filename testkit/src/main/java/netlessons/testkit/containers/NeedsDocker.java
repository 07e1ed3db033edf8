package netlessons.testkit.containers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * On a test class whose tests use containers. Where containers can run, fields marked with Testcontainers' own
 * {@code @Container} are started before the tests and stopped after them. Where they cannot, the tests are skipped
 * within seconds and one line a JVM says why.
 *
 * <pre>{@code
 * @NeedsDocker
 * class CurlContainerIT {
 *     @Container
 *     static final Peer curl = Peer.withPackages("curl");
 *     ...
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("containers")
@ExtendWith(DockerCondition.class)
@Testcontainers
public @interface NeedsDocker {}
