package netlessons.upload;

import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;

@Stage(value = 4, name = "integrity", side = Side.SENDER)
@DisplayName("Stage 4: integrity")
final class Stage4SenderIT {}
