package netlessons.webserver;

import netlessons.testkit.Stage;

/** Stage 1. */
@Stage(value = 1, name = "one page")
final class Stage1OnePageIT {}
