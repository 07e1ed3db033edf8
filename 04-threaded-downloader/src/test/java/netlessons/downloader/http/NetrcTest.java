package netlessons.downloader.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetrcTest {
    @Test
    void findsByHost() {
        Netrc netrc = new Netrc("machine a login me password secret\nmachine b\n\tlogin you\n\tpassword other\n");
        assertThat(netrc.authorization("a", "")).contains(Basic.of("me", "secret"));
        assertThat(netrc.authorization("b", "")).contains(Basic.of("you", "other"));
        assertThat(netrc.authorization("c", "")).isEmpty();
        assertThat(netrc.authorization("sub.a", "")).isEmpty();
    }

    @Test
    void theDefaultIsForAllOthers() {
        Netrc netrc = new Netrc("machine a login me password secret default login any password thing");
        assertThat(netrc.authorization("a", "")).contains(Basic.of("me", "secret"));
        assertThat(netrc.authorization("c", "")).contains(Basic.of("any", "thing"));
    }

    @Test
    void aNameInTheUrlPicksOne() {
        Netrc netrc = new Netrc("machine a login me password 1\nmachine a login you password 2\n");
        assertThat(netrc.authorization("a", "you")).contains(Basic.of("you", "2"));
        assertThat(netrc.authorization("a", "they")).isEmpty();
    }

    @Test
    void quotesCommentsMacrosAndAccounts() {
        Netrc netrc = new Netrc("# machine x login no password no\r\n"
                + "machine a account 7 login \"my name\" password \"a\\\"b\\\\ #c\" # mine\n"
                + "macdef init\nmachine evil login e password e\ncd /pub\n\n"
                + "machine b login x#y password #z\n");
        assertThat(netrc.authorization("a", "")).contains(Basic.of("my name", "a\"b\\ #c"));
        assertThat(netrc.authorization("b", "")).contains(Basic.of("x#y", "#z"));
        assertThat(netrc.authorization("x", "")).isEmpty();
        assertThat(netrc.authorization("evil", "")).isEmpty();
    }

    @Test
    void aTornFileIsReadAsFarAsItGoes() {
        for (String torn :
                new String[] {"", "machine", "machine a", "machine a login", "machine a login me password"}) {
            assertThat(new Netrc(torn).authorization("b", "")).isEmpty();
        }
    }

    @Test
    void anEntryWithoutNameAndPasswordSendsNothing() {
        assertThat(new Netrc("default account x").authorization("b", "")).isEmpty();
    }

    @Test
    void namesAndPasswordsGoAsUtf8() {
        assertThat(Basic.of("Aladdin", "open sesame")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(Basic.of("test", "123£")).isEqualTo("Basic dGVzdDoxMjPCow=="); // RFC 7617 section 2.1
        assertThat(Basic.of("te%73t:12%3A3")).isEqualTo(Basic.of("test", "12:3"));
    }
}
