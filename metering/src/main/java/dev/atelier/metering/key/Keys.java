package dev.atelier.metering.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.AdmissionFault.MissingKey;
import dev.atelier.image.AdmissionFault.UnknownKey;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem.Missing;
import dev.atelier.image.RequestFault.Problem.TooLong;
import dev.atelier.image.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The keys that clients show. A secret is told once, when it is made; afterwards only its SHA-256
 * is known.
 *
 * <p>What was looked up, found or not, is remembered for {@value #REMEMBERED_SECONDS} seconds. A
 * key revoked here is refused at once, on another node within that time. {@link #authenticate}
 * reads the database itself, so it is not for use inside a transaction body.
 */
public final class Keys {
  /** How long what was looked up may be stale on another node. */
  public static final int REMEMBERED_SECONDS = 15;

  private static final int REMEMBERED_MAX = 10_000;
  private static final int LABEL_MAX = 200;
  private static final int SECRET_MIN = 16;
  private static final int SECRET_MAX = 512;

  private final Database database;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Cache<String, Lookup> known;
  private final AtomicLong generation = new AtomicLong();
  private final Set<String> installed = ConcurrentHashMap.newKeySet();

  /**
   * @param random makes the secrets: a {@link java.security.SecureRandom} wherever they matter
   */
  public Keys(Database database, InstantSource clock, RandomGenerator random) {
    this(database, clock, random, Ticker.systemTicker());
  }

  Keys(Database database, InstantSource clock, RandomGenerator random, Ticker ticker) {
    this.database = database;
    this.clock = clock;
    this.random = random;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_MAX)
            .expireAfterWrite(Duration.ofSeconds(REMEMBERED_SECONDS))
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Makes a key for a tenant that exists.
   *
   * @param label what its owner calls it, up to 200 characters
   * @param scopes at least one
   * @throws FaultException an invalid field {@code label} or {@code scopes}
   */
  public NewKey create(
      Tx tx,
      TenantId tenant,
      String label,
      Set<Scope> scopes,
      Optional<Instant> expires,
      Optional<String> profile) {
    return create(tx, tenant, label, scopes, expires, profile, Permissions.ALL);
  }

  /** The same for a key that may be used for some things only. */
  public NewKey create(
      Tx tx,
      TenantId tenant,
      String label,
      Set<Scope> scopes,
      Optional<Instant> expires,
      Optional<String> profile,
      Permissions permissions) {
    if (label.length() > LABEL_MAX) {
      throw RequestFault.invalid("label", new TooLong(LABEL_MAX, label.length()));
    }
    if (scopes.isEmpty()) {
      throw RequestFault.invalid("scopes", new Missing());
    }
    var secret = KeySecret.random(random);
    var info =
        new KeyInfo(
            KeyRows.id(random),
            tenant,
            label,
            MaskedKey.of(secret),
            scopes,
            profile,
            permissions,
            clock.instant(),
            expires,
            Optional.empty());
    KeyRows.insert(tx, info, KeySecret.hash(secret));
    return new NewKey(info, secret);
  }

  /**
   * Accepts a secret that the operator chose, as a key of the default tenant, and revokes whatever
   * was installed before: there is one such key, and it is the one in the configuration now.
   * Installing it again changes nothing.
   *
   * @param secret visible ASCII, 16 to 512 characters
   * @throws IllegalArgumentException if it is not that; the message does not hold the secret
   */
  public void install(Tx tx, String secret, Set<Scope> scopes) {
    if (!acceptable(secret)) {
      throw new IllegalArgumentException(
          "a key of %d to %d visible ASCII characters expected".formatted(SECRET_MIN, SECRET_MAX));
    }
    var hash = KeySecret.hash(secret);
    KeyRows.revokeInstalledExcept(tx, hash, clock.instant());
    KeyRows.install(tx, KeyRows.id(random), MaskedKey.of(secret), scopes, hash, clock.instant());
    tx.afterCommit(() -> installed.add(hash));
    forget(tx);
  }

  /**
   * Tells who shows this secret.
   *
   * @throws FaultException {@link MissingKey} without one, {@link UnknownKey} if it is not, or no
   *     longer, accepted, {@link Forbidden} if its tenant is suspended
   */
  public Principal authenticate(Optional<String> secret) {
    var shown =
        secret
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> new FaultException(new MissingKey()));
    return accepted(lookup(shown), MaskedKey.of(shown));
  }

  /**
   * Tells who may act for this key without showing it, such as a browser that has signed in.
   *
   * @throws FaultException {@link UnknownKey} if it is not, or no longer, accepted, {@link
   *     Forbidden} if its tenant is suspended
   */
  public Principal authenticate(KeyId key) {
    return accepted(
        remembered(key.value(), tx -> KeyRows.find(tx, key)), MaskedKey.of(key.value()));
  }

  private Principal accepted(Optional<Known> key, String masked) {
    var known =
        key.filter(one -> one.key().usable(clock.instant()))
            .orElseThrow(() -> new FaultException(new UnknownKey(masked)));
    if (known.suspended()) {
      throw new FaultException(new Forbidden("its tenant to be active, and that is suspended"));
    }
    return known.key().principal();
  }

  /** The tenant's keys, newest first, those no longer accepted included. */
  public List<KeyInfo> list(Tx tx, TenantId tenant) {
    return KeyRows.list(tx, tenant);
  }

  public Optional<KeyInfo> find(Tx tx, TenantId tenant, KeyId key) {
    return KeyRows.find(tx, tenant, key);
  }

  /** A key of whatever tenant. */
  public Optional<KeyInfo> find(Tx tx, KeyId key) {
    return KeyRows.find(tx, key);
  }

  /** Stops a key for good; false when the tenant has no such key or it was revoked before. */
  public boolean revoke(Tx tx, TenantId tenant, KeyId key) {
    forget(tx);
    return KeyRows.revoke(tx, tenant, key, clock.instant());
  }

  /**
   * Makes a successor with the same label, scopes, profile and permissions; the old key is accepted
   * for {@code grace} longer, unless it ends before. The successor has no expiry.
   *
   * @return empty when the tenant has no such usable key
   */
  public Optional<NewKey> rotate(Tx tx, TenantId tenant, KeyId key, Duration grace) {
    var now = clock.instant();
    var old = find(tx, tenant, key).filter(info -> info.usable(now));
    if (old.isEmpty()) {
      return Optional.empty();
    }
    KeyRows.expire(tx, tenant, key, now.plus(grace));
    forget(tx);
    var info = old.get();
    return Optional.of(
        create(
            tx,
            tenant,
            info.label(),
            info.scopes(),
            Optional.empty(),
            info.profile(),
            info.permissions()));
  }

  /** Gives a key another label and other scopes, at least one. */
  public void change(Tx tx, TenantId tenant, KeyId key, String label, Set<Scope> scopes) {
    if (scopes.isEmpty()) {
      throw RequestFault.invalid("scopes", new Missing());
    }
    forget(tx);
    KeyRows.change(tx, tenant, key, label, scopes);
  }

  /** Whether no usable key has the admin scope yet. */
  public boolean none(Tx tx) {
    return KeyRows.admins(tx).stream().noneMatch(key -> key.usable(clock.instant()));
  }

  private Optional<Known> lookup(String secret) {
    if (!acceptable(secret)) {
      return Optional.empty();
    }
    var hash = KeySecret.hash(secret);
    if (KeySecret.mistyped(secret) && !installed.contains(hash)) {
      return Optional.empty();
    }
    return remembered(hash, tx -> KeyRows.byHash(tx, hash));
  }

  /** By the hash of a secret, or by an id, which looks like none. */
  private Optional<Known> remembered(String name, Function<Tx, Optional<KeyInfo>> find) {
    var now = generation.get();
    var seen = known.getIfPresent(name);
    return seen != null && seen.generation() == now ? seen.key() : load(name, find, now);
  }

  private Optional<Known> load(String name, Function<Tx, Optional<KeyInfo>> find, long generation) {
    var key =
        database.read(tx ->
            find.apply(tx).map(info -> new Known(info, KeyRows.suspended(tx, info.tenant()))));
    known.put(name, new Lookup(generation, key));
    return key;
  }

  /**
   * Whatever was looked up before this commit, or is being looked up meanwhile, no longer counts:
   * called by whoever changes what keys depend on.
   */
  public void forget(Tx tx) {
    tx.afterCommit(generation::incrementAndGet);
  }

  /** What the database said in one generation. */
  private record Lookup(long generation, Optional<Known> key) {}

  private record Known(KeyInfo key, boolean suspended) {}

  private static boolean acceptable(String secret) {
    return secret.length() >= SECRET_MIN
        && secret.length() <= SECRET_MAX
        && secret.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
