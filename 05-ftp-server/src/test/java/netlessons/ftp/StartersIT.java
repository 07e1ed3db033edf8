package netlessons.ftp;

import netlessons.testkit.StartersCheck;

/** What docs/starters has for this lesson starts. */
final class StartersIT extends StartersCheck {}
