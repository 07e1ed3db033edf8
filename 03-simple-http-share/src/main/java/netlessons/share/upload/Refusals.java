package netlessons.share.upload;

import netlessons.share.folder.Refused;
import netlessons.share.http.HttpError;

/** What the folder refuses, in HTTP's words. */
public final class Refusals {
    private static final System.Logger LOGGER = System.getLogger(Refusals.class.getName());

    private Refusals() {}

    public static HttpError error(Refused refused) {
        if (refused.reason() == Refused.Reason.FAULT) { // the one for which the sender can do nothing, but we can
            LOGGER.log(System.Logger.Level.WARNING, "A file could not be written", refused);
        }
        return new HttpError(status(refused.reason()), refused.getMessage());
    }

    private static int status(Refused.Reason reason) {
        return switch (reason) {
            case NAME -> 400;
            case DENIED -> 403;
            case CONFLICT, GONE -> 409;
            case CHANGED -> 412;
            case TOO_LARGE -> 413;
            case FAULT -> 500;
            case STOPPING -> 503;
            case NO_ROOM -> 507; // RFC 4918 section 11.5
        };
    }
}
