package netlessons.ftp;

import netlessons.testkit.docs.HelpPages;

/** The command line is like that of the other lessons. */
class HelpTest extends HelpPages {
    HelpTest() {
        super("docs/05-ftp-server.md");
    }
}
