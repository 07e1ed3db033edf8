package netlessons.share.upload;

import netlessons.share.folder.Refused;
import netlessons.share.http.HttpError;

/** What the folder refuses, in HTTP's words. */
public final class Refusals {
    private Refusals() {}

    public static HttpError error(Refused refused) {
        return new HttpError(status(refused.reason()), refused.getMessage());
    }

    private static int status(Refused.Reason reason) {
        return switch (reason) {
            case CONFLICT -> 409;
            case NAME -> 400;
            case TOO_LARGE -> 413;
            case NO_ROOM -> 507; // RFC 4918 section 11.5
        };
    }
}
