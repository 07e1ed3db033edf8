package netlessons.testkit;

import org.junit.jupiter.api.extension.Extension;

final class Stages implements Extension {}
