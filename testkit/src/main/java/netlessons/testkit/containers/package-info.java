/**
 * Tests with real peers, each in a container of its own: nginx, curl and others from Debian's packages.
 *
 * <p>Read {@link netlessons.testkit.containers.NeedsDocker} first (what a test class says), then
 * {@link netlessons.testkit.containers.Peer} (a container and the commands run in it). The rest serves these two:
 * {@code Docker} decides once a JVM whether container tests can run, {@code EnginePing} asks quickly whether an engine
 * is there at all, {@code PeerImage} builds an image once and finds it again, {@code Bounded} keeps every wait finite.
 */
package netlessons.testkit.containers;
