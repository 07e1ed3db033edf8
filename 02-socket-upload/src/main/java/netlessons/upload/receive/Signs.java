package netlessons.upload.receive;

import java.io.IOException;

/** Given now and then while a piece of work takes long, so that the client does not take us for dead. */
interface Signs {
    /**
     * To be called at least every few hundred milliseconds of the work; what is to be said is said seldom enough.
     *
     * @throws IOException if there is nobody left to work for
     */
    void ofLife() throws IOException;
}
