package netlessons.upload;

import netlessons.testkit.Side;
import netlessons.testkit.Stage;
import org.junit.jupiter.api.DisplayName;

@Stage(value = 2, name = "boundaries", side = Side.SENDER)
@DisplayName("Stage 2: boundaries")
final class Stage2SenderIT {}
