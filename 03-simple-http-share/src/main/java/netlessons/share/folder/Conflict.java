package netlessons.share.folder;

import java.util.Optional;

/** What happens to a new file whose name is taken. */
public enum Conflict {
    /** The new one is refused. */
    reject,
    /** Both stay: the new one becomes "name (1)". */
    rename,
    /** The new one takes the place of the old one, in one step. */
    replace;

    /**
     * Which rule holds for one upload. A sender may always ask for those that harm no file that is there; old files are
     * replaced only where the server itself says so.
     *
     * @param wanted what the sender asks for; what makes no sense is ignored
     * @param rule of the server
     */
    public static Conflict of(Optional<String> wanted, Conflict rule) {
        return switch (wanted.orElse("")) {
            case "reject" -> reject;
            case "rename" -> rename;
            default -> rule;
        };
    }
}
