package netlessons.share.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
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

    /**
     * What the bearer of these credentials may do, beside what everybody may.
     *
     * @param authorization as it came: Basic (RFC 7617)
     * @return nothing if they are of no account
     */
    Optional<Set<Right>> rights(String authorization) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Account account : matching(authorization)) {
            rights.addAll(account.rights());
        }
        return rights.isEmpty() ? Optional.empty() : Optional.of(rights);
    }

    private List<Account> matching(String authorization) {
        String credentials = decoded(authorization);
        int colon = credentials.indexOf(':'); // a password may have more of them, a name has none
        if (colon < 0) {
            return List.of();
        }
        String password = credentials.substring(colon + 1);
        byte[] digest = Account.digest(credentials.substring(0, colon), password);
        byte[] nameless = Account.digest("", password);
        List<Account> matching = new ArrayList<>();
        for (Account account : accounts) { // all of them: who comes first is nobody's business
            if (MessageDigest.isEqual(account.digest(), account.name().isEmpty() ? nameless : digest)) {
                matching.add(account);
            }
        }
        return matching;
    }

    /** Whose credentials these are; nothing if they are of no account with a name. */
    Optional<String> name(String authorization) {
        return matching(authorization).stream()
                .map(Account::name)
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /** The name, a colon, the password; "" if it is something else. */
    private static String decoded(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return "";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return "";
        }
    }

    /** Whether nobody needs a password. */
    public boolean isEmpty() {
        return accounts.isEmpty();
    }

    /** A name to log in with, for an example; "" if the password is all that counts. */
    public String example(Right right) {
        return accounts.stream()
                .filter(account -> account.rights().contains(right))
                .map(Account::name)
                .findFirst()
                .orElse("");
    }

    public boolean isFree(Right right) {
        return !kept.contains(right);
    }
}
