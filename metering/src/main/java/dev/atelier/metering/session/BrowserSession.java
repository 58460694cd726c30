package dev.atelier.metering.session;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A browser that is signed in, in the place of a key.
 *
 * @param id by which people name it; nothing can be done with it alone
 * @param key that it stands for, of {@code tenant}
 * @param issuer of who signed in through a provider of identities
 * @param person who that is, as the audit log calls them; empty of who signed in with a key
 * @param seen when it was last used, about a minute late at most
 * @param expires the first moment at which it counts no longer, however much it is used
 */
public record BrowserSession(
    String id,
    TenantId tenant,
    KeyId key,
    Optional<String> issuer,
    Optional<String> person,
    Instant created,
    Instant seen,
    Instant expires) {}
