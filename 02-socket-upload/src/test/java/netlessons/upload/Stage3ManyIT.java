package netlessons.upload;

import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;

@Stage(value = 3, name = "many files, many clients")
@DisplayName("Stage 3: many files, many clients")
final class Stage3ManyIT {}
