package netlessons.webserver;

import netlessons.testkit.Stage;

/** Stage 2. */
@Stage(value = 2, name = "requests and routes")
final class Stage2RequestsIT {}
