package netlessons.webserver;

import netlessons.testkit.Stage;

/** Stage 3. */
@Stage(value = 3, name = "bodies")
final class Stage3BodiesIT {}
