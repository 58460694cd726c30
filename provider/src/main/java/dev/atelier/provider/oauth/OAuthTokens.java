package dev.atelier.provider.oauth;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access tokens of accounts with OAuth2. One refresh runs for an account at a time, in this
 * process and among others on the same database; whoever comes meanwhile waits for it, for a
 * bounded time. A refresh runs on a thread of its own: a caller that leaves must not break it off,
 * since the answer may hold the only refresh token that still works. Safe for use by many threads.
 */
public final class OAuthTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OAuthTokens.class);

  /** How long one who needs a token waits for it; longer than a refresh can take. */
  private static final Duration WAIT = Duration.ofSeconds(60);

  /** How long another process may take before it counts as dead. */
  private static final Duration CLAIM = Duration.ofSeconds(60);

  private static final Duration CLAIM_WAIT = Duration.ofSeconds(20);
  private static final Duration CLAIM_EVERY = Duration.ofMillis(250);

  /** One so young is not refreshed again because an upstream refuses it. */
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

  private final TokenStore store;
  private final InstantSource clock;
  private final TokenEndpoint.Pause pause;
  private final TokenEndpoint endpoint;
  private final Map<AccountId, CompletableFuture<FreshToken>> running = new ConcurrentHashMap<>();
  private final Map<AccountId, Unstored> unstored = new ConcurrentHashMap<>();

  public OAuthTokens(UpstreamClient client, TokenStore store, InstantSource clock) {
    this(client, store, clock, Thread::sleep);
  }

  OAuthTokens(
      UpstreamClient client, TokenStore store, InstantSource clock, TokenEndpoint.Pause pause) {
    this.store = store;
    this.clock = clock;
    this.pause = pause;
    this.endpoint = new TokenEndpoint(client, clock, pause);
  }

  /** One granted, which could not be kept yet and is not used before. */
  private record Unstored(String fingerprint, OAuthToken token) {}

  /** A token that is good for a call, refreshed first where that is due. */
  FreshToken of(Account account) throws InterruptedException {
    try {
      OAuthCredential credential = credential(account);
      OAuthToken current = current(account.id(), credential);
      if (!current.due(clock.instant())) {
        return new FreshToken.Ready(current);
      }
      FreshToken fresh = refreshed(account.id(), credential, token -> !token.due(clock.instant()));
      boolean waits =
          fresh instanceof FreshToken.None none && none.outcome().cause() != Cause.CREDENTIAL;
      return waits && current.usable(clock.instant()) ? new FreshToken.Ready(current) : fresh;
    } catch (RuntimeException e) {
      return unreadable(e);
    }
  }

  /** Another in place of one that the upstream refused; empty if that one was got just now. */
  Optional<FreshToken> insteadOf(Account account, OAuthToken refused) throws InterruptedException {
    try {
      OAuthCredential credential = credential(account);
      Predicate<OAuthToken> another = token -> !token.accessToken().equals(refused.accessToken());
      OAuthToken current = current(account.id(), credential);
      if (another.test(current)) {
        return Optional.of(new FreshToken.Ready(current));
      }
      return clock.instant().isBefore(current.issuedAt().plus(YOUNG))
          ? Optional.empty()
          : Optional.of(refreshed(account.id(), credential, another));
    } catch (RuntimeException e) {
      return Optional.of(unreadable(e));
    }
  }

  /** Waits for what is being refreshed, for a bounded time. */
  @Override
  public void close() {
    try {
      CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new))
          .get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("a token was still being refreshed when the server stopped");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static OAuthCredential credential(Account account) {
    return OAuthCredential.parse(account.credential().reveal());
  }

  private OAuthToken current(AccountId account, OAuthCredential credential) {
    Unstored granted = unstored.get(account);
    if (granted != null && granted.fingerprint().equals(credential.fingerprint())) {
      keep(account, granted);
      return granted.token();
    }
    return store.find(account, credential.fingerprint()).orElse(credential.given());
  }

  private FreshToken refreshed(
      AccountId account, OAuthCredential credential, Predicate<OAuthToken> good)
      throws InterruptedException {
    CompletableFuture<FreshToken> refresh =
        running.computeIfAbsent(account, _ -> begun(account, credential, good));
    try {
      return refresh.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return none(Cause.LOCAL, "the token is still being refreshed");
    } catch (ExecutionException e) {
      return unreadable(e);
    }
  }

  private CompletableFuture<FreshToken> begun(
      AccountId account, OAuthCredential credential, Predicate<OAuthToken> good) {
    var refresh = new CompletableFuture<FreshToken>();
    Thread.ofVirtual()
        .name("oauth-refresh")
        .start(() -> {
          FreshToken fresh = none(Cause.LOCAL, "the token could not be refreshed");
          try {
            fresh = claimed(account, credential, good);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
          } catch (RuntimeException e) {
            fresh = unreadable(e);
          } finally {
            running.remove(account, refresh); // first: whoever comes now reads what is stored
            refresh.complete(fresh);
          }
        });
    return refresh;
  }

  private FreshToken claimed(
      AccountId account, OAuthCredential credential, Predicate<OAuthToken> good)
      throws InterruptedException {
    String holder = UUID.randomUUID().toString();
    for (Duration left = CLAIM_WAIT; left.isPositive(); left = left.minus(CLAIM_EVERY)) {
      if (store.claim(account, holder, CLAIM)) {
        try {
          OAuthToken current = current(account, credential);
          return good.test(current)
              ? new FreshToken.Ready(current) // another has refreshed it meanwhile
              : granted(account, credential, endpoint.refresh(credential, current));
        } finally {
          store.release(account, holder);
        }
      }
      pause.pause(CLAIM_EVERY);
    }
    return none(Cause.LOCAL, "another process is refreshing the token");
  }

  private FreshToken granted(AccountId account, OAuthCredential credential, TokenGrant grant) {
    return switch (grant) {
      case TokenGrant.Granted(var token) -> {
        keep(account, new Unstored(credential.fingerprint(), token));
        LOG.info("account {}: its token was refreshed", account);
        yield new FreshToken.Ready(token);
      }
      case TokenGrant.Refused(int status, var evidence) -> {
        LOG.warn("account {}: its token cannot be refreshed: {}", account, evidence);
        yield new FreshToken.None(
            new NotSent(Cause.CREDENTIAL, told(evidence), Optional.of(status), Optional.empty()));
      }
      case TokenGrant.Failed(var evidence) -> none(Cause.UNREACHABLE, evidence);
    };
  }

  /** What cannot be stored now is not lost: it is stored before its first use. */
  private void keep(AccountId account, Unstored granted) {
    unstored.put(account, granted);
    store.put(account, granted.fingerprint(), granted.token());
    unstored.remove(account, granted);
  }

  private static FreshToken unreadable(Exception e) {
    LOG.warn("a token could not be read or stored: {}", e.getClass().getSimpleName());
    return none(Cause.LOCAL, "the token could not be read or stored");
  }

  private static FreshToken none(Cause cause, String evidence) {
    return new FreshToken.None(
        new NotSent(cause, told(evidence), Optional.empty(), Optional.empty()));
  }

  private static String told(String evidence) {
    return "OAuth2 refresh: " + evidence;
  }
}
