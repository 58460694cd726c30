package dev.atelier.provider.oauth;

import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Credential;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A provider whose accounts may have OAuth2: it is called with a fresh access token in the place of
 * the credential. A token that the upstream does not take is refreshed once, and the call repeated
 * if nothing of it was made.
 */
public final class RefreshingProvider implements Provider {
  private static final int UNAUTHORIZED = 401;

  private final Provider provider;
  private final OAuthTokens tokens;

  public RefreshingProvider(Provider provider, OAuthTokens tokens) {
    this.provider = provider;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public boolean takesMask(Account account, String model) {
    return provider.takesMask(account, model);
  }

  @Override
  public Capabilities capabilities() {
    return provider.capabilities();
  }

  @Override
  public Capabilities capabilities(Account account) {
    return provider.capabilities(account);
  }

  /** A token may have to be refreshed first. */
  @Override
  public boolean leavesAtOnce(Account account, ImageRequest request) {
    return !account.on(Account.OAUTH2) && provider.leavesAtOnce(account, request);
  }

  @Override
  public Optional<String> chosenId(AttemptId attempt) {
    return provider.chosenId(attempt);
  }

  @Override
  public Duration timeLimit(Account account, Duration usual) {
    return provider.timeLimit(account, usual);
  }

  @Override
  public Set<String> models() {
    return provider.models();
  }

  @Override
  public Optional<String> problem(Account account) {
    return provider.problem(account);
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    if (!call.account().on(Account.OAUTH2)) {
      return provider.attempt(call, results);
    }
    return switch (tokens.of(call.account())) {
      case FreshToken.None(var outcome) -> outcome;
      case FreshToken.Ready(var token) -> {
        AttemptOutcome outcome = provider.attempt(with(call, token), results);
        if (!unauthorized(outcome)) {
          yield outcome;
        }
        Optional<FreshToken> another = tokens.insteadOf(call.account(), token);
        yield outcome instanceof NotSent && another.isPresent()
            ? switch (another.get()) {
              case FreshToken.None(var unsent) -> unsent;
              case FreshToken.Ready(var fresh) -> provider.attempt(with(call, fresh), results);
            }
            : outcome; // one that may have been made is found again with the fresh one
      }
    };
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    if (!call.account().on(Account.OAUTH2)) {
      return provider.resume(call, remoteId, results);
    }
    return switch (tokens.of(call.account())) {
      case FreshToken.None(var outcome) -> new Unknown(outcome.evidence());
      case FreshToken.Ready(var token) -> {
        AttemptOutcome outcome = provider.resume(with(call, token), remoteId, results);
        yield unauthorized(outcome)
                && tokens.insteadOf(call.account(), token).orElse(null)
                    instanceof FreshToken.Ready(var fresh)
            ? provider.resume(with(call, fresh), remoteId, results)
            : outcome;
      }
    };
  }

  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    if (!account.on(Account.OAUTH2)) {
      return provider.check(account);
    }
    return switch (tokens.of(account)) {
      case FreshToken.None(var outcome) -> AccountCheck.fails(outcome.evidence());
      case FreshToken.Ready(var token) -> {
        AccountCheck check = provider.check(with(account, token));
        yield !check.works()
                && tellsUnauthorized(check.evidence())
                && tokens.insteadOf(account, token).orElse(null)
                    instanceof FreshToken.Ready(var fresh)
            ? provider.check(with(account, fresh))
            : check;
      }
    };
  }

  /** Whether the credential was refused, be it while asking for what was ordered before. */
  private static boolean unauthorized(AttemptOutcome outcome) {
    return switch (outcome) {
      case NotSent notSent -> notSent.status().filter(status -> status == UNAUTHORIZED).isPresent();
      case Unknown(var cause) -> tellsUnauthorized(cause);
      default -> false;
    };
  }

  private static boolean tellsUnauthorized(String evidence) {
    return evidence.startsWith(UNAUTHORIZED + " ");
  }

  private static Call with(Call call, OAuthToken token) {
    return call.at(with(call.account(), token));
  }

  private static Account with(Account account, OAuthToken token) {
    return account.with(Credential.of(token.accessToken()));
  }
}
