package dev.atelier.providers.runware;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.Interruption;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Calls Runware over REST. The id of the attempt is the id of the task, stored before the task
 * leaves, so that a lost answer costs no second task and a restart finds the first again.
 *
 * <p>Its accounts have the {@link Account#SHARED_OPTIONS} and no others. Their base URL is the
 * whole of Runware's endpoint, such as {@code https://api.runware.ai/v1}.
 */
public final class RunwareProvider implements Provider {
  private static final OutcomeTable OUTCOMES = new OutcomeTable("runware");
  private static final Capabilities CAPABILITIES = new Capabilities(20, true, false, false);

  private final UpstreamClient client;
  private final ResultDownload download;
  private final InstantSource clock;
  private final PollTime time;
  private final RandomGenerator random;

  /**
   * @param download fetches the finished images
   * @param random spreads the polls; safe for use by many threads
   */
  public RunwareProvider(
      UpstreamClient client, ResultDownload download, InstantSource clock, RandomGenerator random) {
    this(client, download, clock, PollTime.SYSTEM, random);
  }

  RunwareProvider(
      UpstreamClient client,
      ResultDownload download,
      InstantSource clock,
      PollTime time,
      RandomGenerator random) {
    this.client = client;
    this.download = download;
    this.clock = clock;
    this.time = time;
    this.random = random;
  }

  @Override
  public String name() {
    return "runware";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  /** Its documentation lists this one of the family. */
  @Override
  public Set<String> models() {
    return Set.of("gpt-image-2");
  }

  @Override
  public Optional<String> problem(Account account) {
    if (account.baseUrl().isEmpty()) {
      return Optional.of("an account of runware needs a base URL: https://api.runware.ai/v1");
    }
    return new TreeSet<>(account.options().keySet())
        .stream()
            .filter(name -> !Account.SHARED_OPTIONS.contains(name))
            .findFirst()
            .map(name ->
                "the provider runware has no option "
                    + name
                    + "; it has "
                    + String.join(", ", new TreeSet<>(Account.SHARED_OPTIONS)));
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    if (call.mask().isPresent()) {
      return new NotSent(
          Cause.NOT_SERVED,
          "Runware takes no mask for this model",
          Optional.empty(),
          Optional.empty());
    }
    RunwareApi api = api(call.account());
    var pace = new PollPace(PollPace.AFTER_SUBMIT, random);
    String taskUuid = call.attempt().value().toString();
    Optional<AttemptOutcome> unsent =
        new SubmitTask(api, OUTCOMES, time, pace).run(call, taskUuid, results);
    return unsent.isPresent() ? unsent.get() : await(api, pace, call, taskUuid, results);
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    var pace = new PollPace(Duration.ZERO, random);
    return await(api(call.account()), pace, call, remoteId, results);
  }

  /** Asks for a task that there is none of: whoever is told so has a key that is accepted. */
  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    RunwareApi api = api(account);
    TaskAnswer answer = api.poll(unusedId());
    return answer
        .problem()
        .or(() -> Optional.of(api.inside(CallPhase.POLL, answer.json())))
        .filter(seen -> !seen.json() || refusesKey(seen))
        .map(seen -> AccountCheck.fails(seen.told()))
        .orElseGet(() -> AccountCheck.works("answers with this key"));
  }

  private AttemptOutcome await(
      RunwareApi api, PollPace pace, Call call, String taskUuid, Results results)
      throws InterruptedException {
    var images = new TaskImages(call, results, download);
    try {
      return new AwaitTask(api, OUTCOMES, time, pace).run(call, taskUuid, results, images);
    } catch (IOException e) {
      Interruption.requireNone();
      return new AttemptOutcome.Unknown("an image could not be kept: " + e.getMessage());
    }
  }

  private static boolean refusesKey(UpstreamProblem problem) {
    int status = problem.status().orElse(0);
    return status == 401
        || status == 403
        || problem.codes().stream().anyMatch(code -> code.contains("ApiKey"));
  }

  /** A random UUID, version 4. */
  private String unusedId() {
    long most = (random.nextLong() & ~0xf000L) | 0x4000L;
    long least = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(most, least).toString();
  }

  private RunwareApi api(Account account) {
    return new RunwareApi(client, account, clock);
  }
}
