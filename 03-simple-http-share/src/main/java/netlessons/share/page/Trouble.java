package netlessons.share.page;

/**
 * What a status means for the person who sees it.
 *
 * @param title a few words
 * @param advice what can be done; "" if nothing
 * @param hasFolder whether the folder that was asked can be gone back to
 */
record Trouble(String title, String advice, boolean hasFolder) {
    static Trouble of(int status) {
        return switch (status) {
            case 401 ->
                new Trouble(
                        "A password is needed",
                        "Ask whoever shares this folder for a name and a password, then load this page again.",
                        false);
            case 403 ->
                new Trouble(
                        "This is not allowed", "Ask whoever shares this folder if you think that it should be.", true);
            case 404 -> new Trouble("Nothing is here", "It may have been renamed, moved or deleted meanwhile.", false);
            case 405 -> new Trouble("This cannot be done here", "", true);
            case 409 -> new Trouble("The name is taken", "Choose another name, or let both files be kept.", true);
            case 410 -> new Trouble("This is over", "Ask whoever shared it to share it once more.", false);
            case 412 -> new Trouble("The file has changed", "Load the folder again to see what is there now.", true);
            case 413 -> new Trouble("This is too large", "", true);
            case 415 -> new Trouble("This kind of file cannot be used for that", "", true);
            case 421 -> new Trouble("Unknown address", "Use the address that the program printed at its start.", false);
            case 429, 503 -> new Trouble("Too much at once", "Wait a moment, then load this page again.", true);
            case 507 -> new Trouble("There is no room left", "Nothing was kept of what you sent.", true);
            default ->
                status < 500
                        ? new Trouble("This request makes no sense", "", false)
                        : new Trouble("The server has a fault", "Try again; what was whole before still is.", false);
        };
    }
}
