package netlessons.downloader.progress;

/** How large a terminal is, in characters. */
interface Screen {
    int width();

    int height();
}
