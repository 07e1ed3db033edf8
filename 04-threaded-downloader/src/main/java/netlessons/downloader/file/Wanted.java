package netlessons.downloader.file;

import java.util.Optional;

/**
 * The name that a file is to have, before it is known whether it is free.
 *
 * @param chosen by the user, for this file; else it is the one that the origin or the address gives
 */
record Wanted(String name, boolean chosen) {
    /**
     * Whether a command means this one that chooses a name, or none. A chosen name is only for who chooses it again: where
     * nobody does, the file would come under a name that this command does not tell.
     */
    boolean fits(Optional<String> choice) {
        return choice.map(name::equals).orElse(!chosen);
    }
}
