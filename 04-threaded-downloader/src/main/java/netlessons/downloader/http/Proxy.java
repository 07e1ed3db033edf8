package netlessons.downloader.http;

import java.util.Optional;

/**
 * Fetches for us what we may not fetch ourselves.
 *
 * @param authorization for its field Proxy-Authorization
 */
record Proxy(Endpoint endpoint, Optional<String> authorization) {}
