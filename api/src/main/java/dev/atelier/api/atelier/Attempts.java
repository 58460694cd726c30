package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.gateway.query.FindAttempts;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.AccountId;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.queue.AttemptFilter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/** {@code /attempts}: the request log. */
final class Attempts {
  private static final String SINCE = "since";
  private static final String ACCOUNT = "account";
  private static final int ACCOUNT_MAX = 128;

  private final FindAttempts attempts;

  Attempts(FindAttempts attempts) {
    this.attempts = attempts;
  }

  void list(Exchange exchange, Principal principal) throws IOException {
    var page = Page.of(exchange, AttemptFilter.Place::parse, Set.of(SINCE, ACCOUNT));
    Fields query = Fields.ofQuery(exchange);
    Instant since = query.text(SINCE).map(text -> time(query, text)).orElse(Instant.EPOCH);
    Optional<AccountId> account = query.text(ACCOUNT).map(text -> account(query, text));
    var filter = new AttemptFilter(principal.tenant(), since, account, page.before(), page.asked());
    Json.respond(
        exchange,
        200,
        page.json(
            attempts.list(principal, filter),
            AttemptJson::listed,
            attempt -> attempt.logged().place()));
  }

  private static Instant time(Fields query, String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
    } catch (DateTimeException e) {
      throw query.invalid(SINCE, new Problem.Other("is no time such as 2026-03-01T12:00:00Z."));
    }
  }

  private static AccountId account(Fields query, String text) {
    if (text.isBlank() || text.length() > ACCOUNT_MAX) {
      throw query.invalid(ACCOUNT, new Problem.Other("is no name of an account."));
    }
    return new AccountId(text);
  }
}
