package netlessons.downloader.http;

import java.net.URI;
import java.util.Optional;

/**
 * What to ask for.
 *
 * @param uri http or https; names and passwords in it are used and not sent along
 * @param range none for the whole
 * @param ifRange a validator, as the field If-Range has it: if the file is another one by now, all of it comes
 */
public record Get(URI uri, Optional<ByteRange> range, Optional<String> ifRange) {}
