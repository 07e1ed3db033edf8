package netlessons.webserver;

final class Broken {}
