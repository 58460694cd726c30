package dev.atelier.metering.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.Sha256;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The browsers that are signed in, a row each, so that they outlive a restart and any node knows
 * them. A row has the SHA-256 of a random token, which the browser alone keeps.
 *
 * <p>What was looked up is remembered for {@value #REMEMBERED_SECONDS} seconds: a session that was
 * ended here counts no longer at once, on another node within that time. That one is used is
 * written once a minute. Of one key there are at most {@value #OF_KEY_MAX}, beyond which the oldest
 * goes. {@link #find} reads the database itself, so it is not for use inside a transaction body.
 * Thread-safe.
 */
public final class SessionStore {
  /** How long what was looked up may be stale on another node. */
  public static final int REMEMBERED_SECONDS = 5;

  /** How many browsers may be signed in with one key. */
  public static final int OF_KEY_MAX = 100;

  private static final int REMEMBERED_MAX = 10_000;
  private static final int TOKEN_BYTES = 32;
  private static final int ID_BYTES = 12;
  private static final Duration REMEMBERED = Duration.ofSeconds(REMEMBERED_SECONDS);
  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final SessionSettings settings;
  private final Optional<String> issuer;
  private final AtomicLong generation = new AtomicLong();
  private final Cache<String, Lookup> known =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).executor(Runnable::run).build();

  /**
   * @param random makes the tokens: a {@link java.security.SecureRandom} wherever they matter
   * @param issuer the provider of identities through which people sign in: sessions of any other do
   *     not count
   */
  public SessionStore(
      Database database,
      InstantSource clock,
      RandomGenerator random,
      SessionSettings settings,
      Optional<String> issuer) {
    this.database = database;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    this.issuer = issuer;
  }

  /**
   * One that has just begun: the only time its token can be read.
   *
   * @param token 43 characters of base64url, of 256 random bits
   */
  public record Begun(String token, BrowserSession session) {
    @Override
    public String toString() {
      return "Begun[" + session + "]";
    }
  }

  /** Signs a browser in with a key that was just accepted. */
  public Begun begin(TenantId tenant, KeyId key) {
    return database.write(tx -> begin(tx, tenant, key, Optional.empty()));
  }

  /**
   * Signs a browser in.
   *
   * @param person who has come through the provider of identities, with the key that is theirs
   */
  public Begun begin(Tx tx, TenantId tenant, KeyId key, Optional<String> person) {
    Instant now = clock.instant();
    var session =
        new BrowserSession(
            "ses_" + HexFormat.of().formatHex(bytes(ID_BYTES)),
            tenant,
            key,
            person.flatMap(_ -> issuer),
            person,
            now,
            now,
            now.plus(settings.lasts()));
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
    SessionRows.sweep(tx, now);
    SessionRows.keepNewest(tx, key, OF_KEY_MAX - 1);
    SessionRows.insert(tx, Sha256.hex(token), session);
    forget(tx);
    return new Begun(token, session);
  }

  /** The session that goes on with this token; notes that it is used. */
  public Optional<BrowserSession> find(String token) {
    Instant now = clock.instant();
    String hash = Sha256.hex(token);
    long current = generation.get();
    Lookup seen = known.getIfPresent(hash);
    Optional<BrowserSession> found =
        seen != null && seen.fresh(current, now) ? seen.session() : load(hash, current, now);
    return found.filter(session -> counts(session, now));
  }

  /** Ends the session of a token for good; nothing where there is none. */
  public void end(String token) {
    database.write(tx -> {
      SessionRows.delete(tx, Sha256.hex(token));
      forget(tx);
      return true;
    });
  }

  /** Ends a session for good; false when the tenant has none of that id. */
  public boolean end(Tx tx, TenantId tenant, String id) {
    forget(tx);
    return SessionRows.delete(tx, tenant, id);
  }

  /** A session of whatever tenant. */
  public Optional<BrowserSession> byId(Tx tx, String id) {
    return SessionRows.find(tx, id).filter(session -> counts(session, clock.instant()));
  }

  /** Those of a tenant that go on, newest first, 500 at most. */
  public List<BrowserSession> list(Tx tx, TenantId tenant) {
    Instant now = clock.instant();
    return SessionRows.list(tx, tenant, now).stream()
        .filter(session -> counts(session, now))
        .toList();
  }

  private boolean counts(BrowserSession session, Instant now) {
    return session.expires().isAfter(now)
        && session.seen().plus(settings.idle()).isAfter(now)
        && (session.issuer().isEmpty() || session.issuer().equals(issuer));
  }

  private Optional<BrowserSession> load(String hash, long current, Instant now) {
    Optional<BrowserSession> session = database.read(tx -> SessionRows.byHash(tx, hash));
    known.put(hash, new Lookup(current, now, session));
    if (session
        .filter(one -> counts(one, now) && !one.seen().plus(SEEN_EVERY).isAfter(now))
        .isPresent()) {
      database.write(tx -> {
        SessionRows.seen(tx, hash, now);
        return true;
      });
    }
    return session;
  }

  /** Whatever was looked up before this commit, or is being looked up meanwhile, does not count. */
  private void forget(Tx tx) {
    tx.afterCommit(generation::incrementAndGet);
  }

  /** What the database said in one generation. */
  private record Lookup(long generation, Instant at, Optional<BrowserSession> session) {
    boolean fresh(long current, Instant now) {
      return generation == current && !now.isBefore(at) && now.isBefore(at.plus(REMEMBERED));
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
