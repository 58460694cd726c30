package dev.atelier.providers.upstream;

import dev.atelier.http.upstream.HttpVersion;
import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamExchange;
import dev.atelier.http.upstream.UpstreamObserver;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.provider.Account;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The calls to one account that are answered by a small JSON: an upload, a submit, a poll. */
public final class JsonCalls {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /** A submit is worth waiting for: an answer that comes too late is an image not known of. */
  private static final Duration ACCEPTANCE = Duration.ofMinutes(2);

  private final UpstreamClient client;
  private final HttpVersion version;
  private final String key;
  private final ErrorAnswer errors;
  private final InstantSource clock;
  private final Consumer<UpstreamExchange> log;

  /** Those of no attempt, such as a check. */
  public JsonCalls(UpstreamClient client, Account account, InstantSource clock) {
    this(client, account, clock, _ -> {});
  }

  /**
   * @param log told of every exchange
   */
  public JsonCalls(
      UpstreamClient client, Account account, InstantSource clock, Consumer<UpstreamExchange> log) {
    this.client = client;
    this.version = account.httpVersion();
    this.key = account.credential().reveal();
    this.errors = new ErrorAnswer(account.credential(), clock);
    this.clock = clock;
    this.log = log;
  }

  /** Reads what went wrong in an answer of status 200. */
  public ErrorAnswer errors() {
    return errors;
  }

  /** How long a call may take that sends images or an order. */
  public static UpstreamTimeouts submit(Duration total) {
    return new UpstreamTimeouts(CONNECT, ACCEPTANCE, SILENCE, total);
  }

  /** A call that costs nothing and is answered at once. */
  public JsonAnswer poll(UpstreamRequest request) throws InterruptedException {
    try {
      return call(CallPhase.POLL, request, UpstreamTimeouts.prompt(), () -> {});
    } catch (LocalSourceException e) {
      throw new IllegalStateException("a poll sends no file", e);
    }
  }

  /**
   * Sends a request with the account's key.
   *
   * @throws LocalSourceException where an image to be sent could not be read
   */
  public JsonAnswer call(
      CallPhase phase, UpstreamRequest request, UpstreamTimeouts timeouts, Runnable sending)
      throws InterruptedException, LocalSourceException {
    try {
      return client.call(
          authorized(request),
          timeouts,
          UpstreamObserver.of(sending, log),
          response -> read(phase, response));
    } catch (LocalSourceException e) {
      Interruption.requireNone();
      throw e;
    } catch (UpstreamException e) {
      Interruption.requireNone();
      return new JsonAnswer.Failed(UpstreamProblem.of(phase, e));
    } catch (IOException e) {
      Interruption.requireNone();
      return failed(phase, "the answer could not be read");
    }
  }

  private JsonAnswer read(CallPhase phase, UpstreamResponse response) throws IOException {
    if (!response.success()) {
      return new JsonAnswer.Failed(errors.read(phase, response));
    }
    try {
      return new JsonAnswer.Said(
          response.status(),
          JsonReader.parse(response.body(), JsonLimits.DEFAULT, FieldSpool.NONE),
          RetryHints.of(response, "", clock.instant()));
    } catch (MalformedJsonException e) {
      return failed(phase, "status " + response.status() + " without JSON");
    }
  }

  private UpstreamRequest authorized(UpstreamRequest request) {
    UpstreamRequest wanted = request.over(version).header("Accept", "application/json");
    return key.isEmpty() ? wanted : wanted.header("Authorization", "Bearer " + key);
  }

  private static JsonAnswer failed(CallPhase phase, String message) {
    return new JsonAnswer.Failed(UpstreamProblem.of(phase, "not-understood", message));
  }
}
