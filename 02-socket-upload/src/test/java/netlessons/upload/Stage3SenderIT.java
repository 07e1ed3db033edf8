package netlessons.upload;

import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;

@Stage(value = 3, name = "many files, many clients", side = Side.SENDER)
@DisplayName("Stage 3: many files, many clients")
final class Stage3SenderIT {}
