package netlessons.share.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All accounts. A right that none of them has is everybody's. Immutable. */
public final class Accounts {
    private final List<Account> accounts;
    private final Set<Right> kept = EnumSet.noneOf(Right.class);

    private Accounts(List<Account> accounts) {
        this.accounts = accounts;
        accounts.forEach(account -> kept.addAll(account.rights()));
    }

    /**
     * @param texts each {@code name:password[:rights]}
     * @throws IllegalArgumentException with words for whoever typed them
     */
    public static Accounts parse(List<String> texts) {
        return new Accounts(texts.stream().map(Account::parse).toList());
    }

    boolean isFree(Right right) {
        return !kept.contains(right);
    }

    // @start region=rights
    /**
     * What the bearer of these credentials may do, beside what everybody may.
     *
     * @param authorization as it came: Basic (RFC 7617)
     * @return nothing if they are of no account
     */
    Optional<Set<Right>> rights(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        String credentials;
        try {
            byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
            credentials = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
        int colon = credentials.indexOf(':'); // a password may have more of them, a name has none
        if (colon < 0) {
            return Optional.empty();
        }
        String password = credentials.substring(colon + 1);
        byte[] digest = Account.digest(credentials.substring(0, colon), password);
        byte[] nameless = Account.digest("", password);
        Set<Right> rights = null;
        for (Account account : accounts) { // all of them: who comes first is nobody's business
            if (MessageDigest.isEqual(account.digest(), account.name().isEmpty() ? nameless : digest)) {
                rights = rights == null ? EnumSet.noneOf(Right.class) : rights;
                rights.addAll(account.rights());
            }
        }
        return Optional.ofNullable(rights);
    }
    // @end
}
