package dev.atelier.providers.openai;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.AccountId;
import dev.atelier.provider.Account;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.ErrorAnswer;
import dev.atelier.providers.upstream.Interruption;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * Which route an account's calls take. Where the models that it lists decide, they are asked for
 * once and remembered for ten minutes; an older answer is good enough while no newer one comes.
 */
final class ChooseRoute {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** So that those who waited for an answer that did not come do not all ask in turn. */
  private static final Duration FAILURE_REMEMBERED = Duration.ofSeconds(2);

  private static final Duration WAIT = Duration.ofMinutes(1);
  private static final int ACCOUNTS_MAX = 1000;

  /** What servers answer that have no such list. */
  private static final Set<Integer> NO_LIST = Set.of(400, 404, 405, 501);

  /** As what is sent ahead of an order: nothing of it has left, so it may be made elsewhere. */
  private static final CallPhase PHASE = CallPhase.UPLOAD;

  private static final Choice NOT_UNDERSTOOD =
      new Choice.NotKnown(
          UpstreamProblem.of(PHASE, "not-understood", "the list of models is no JSON"));

  private static final Choice STILL_ASKED =
      new Choice.NotKnown(
          UpstreamProblem.of(PHASE, "first-byte-timeout", "the list of models is still awaited"));

  private final UpstreamClient client;
  private final InstantSource clock;
  private final Map<Key, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
          return size() > ACCOUNTS_MAX;
        }
      };

  ChooseRoute(UpstreamClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The route, or why it is not known. */
  sealed interface Choice {
    /**
     * @param route never {@link OpenAiRoute#AUTO}
     */
    record Take(OpenAiRoute route) implements Choice {}

    record NotKnown(UpstreamProblem problem) implements Choice {}
  }

  /** The route of a call, asking the upstream where that is due. */
  Choice of(Account account) throws InterruptedException {
    OpenAiRoute told = told(account);
    if (told != OpenAiRoute.AUTO) {
      return new Choice.Take(told);
    }
    Known listed = listed(account);
    if (!listed.asking.tryLock(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      return STILL_ASKED;
    }
    try { // whoever comes second finds what the first one heard
      if (!clock.instant().isBefore(listed.until)) {
        listed.heard(ask(account), clock.instant());
      }
      return listed.route.<Choice>map(Choice.Take::new).orElse(listed.last);
    } finally {
      listed.asking.unlock();
    }
  }

  /** The route as far as it is known without asking; the narrower one until then. */
  OpenAiRoute assumed(Account account) {
    OpenAiRoute told = told(account);
    return told == OpenAiRoute.AUTO ? listed(account).route.orElse(OpenAiRoute.RESPONSES) : told;
  }

  /** Whether a call's route is told, so that the upstream is not asked for it first. */
  static boolean known(Account account) {
    return told(account) != OpenAiRoute.AUTO;
  }

  private static OpenAiRoute told(Account account) {
    if (account.option(OpenAiOptions.ROUTE).isEmpty()) {
      return OpenAiRoute.IMAGES;
    }
    OpenAiRoute route = OpenAiOptions.of(account).route();
    return route == OpenAiRoute.AUTO && account.on(Account.OAUTH2) ? OpenAiRoute.RESPONSES : route;
  }

  private Known listed(Account account) {
    synchronized (known) {
      return known.computeIfAbsent(
          new Key(account.id(), account.baseUrl().orElseThrow()), _ -> new Known());
    }
  }

  private Choice ask(Account account) throws InterruptedException {
    try {
      return client.call(
          new OpenAiRequests(account).models(),
          UpstreamTimeouts.prompt(),
          response -> read(account, response));
    } catch (UpstreamException e) {
      Interruption.requireNone();
      return new Choice.NotKnown(UpstreamProblem.of(PHASE, e));
    } catch (IOException e) {
      Interruption.requireNone();
      return NOT_UNDERSTOOD;
    }
  }

  private Choice read(Account account, UpstreamResponse response) throws IOException {
    if (NO_LIST.contains(response.status())) {
      return new Choice.Take(OpenAiRoute.IMAGES);
    }
    if (!response.success()) {
      return new Choice.NotKnown(
          new ErrorAnswer(account.credential(), clock).read(PHASE, response));
    }
    try {
      JsonNode models =
          JsonReader.parse(response.body(), JsonLimits.DEFAULT, FieldSpool.NONE).path("data");
      boolean textOnly = !models.isEmpty();
      for (JsonNode model : models) {
        textOnly &= !makesImages(account, model.path("id").asString(""));
      }
      return new Choice.Take(textOnly ? OpenAiRoute.RESPONSES : OpenAiRoute.IMAGES);
    } catch (MalformedJsonException e) {
      return NOT_UNDERSTOOD;
    }
  }

  private static boolean makesImages(Account account, String model) {
    String name = model.toLowerCase(Locale.ROOT);
    return name.contains("image")
        || name.contains("dall-e")
        || account.models().containsValue(model);
  }

  private record Key(AccountId account, URI base) {}

  /** What one account's list said last. */
  private static final class Known {
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<OpenAiRoute> route = Optional.empty();
    private Choice last = STILL_ASKED;
    private Instant until = Instant.MIN;

    void heard(Choice answer, Instant now) {
      last = answer;
      if (answer instanceof Choice.Take(var taken)) {
        route = Optional.of(taken);
        until = now.plus(REMEMBERED);
      } else {
        until = now.plus(FAILURE_REMEMBERED);
      }
    }
  }
}
