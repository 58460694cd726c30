package dev.atelier.providers.runware;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.AccountOptions;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.InputFiles;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.Pause;
import dev.atelier.providers.upstream.PollSchedule;
import dev.atelier.providers.upstream.Polling;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Calls Runware over REST. The id of the attempt is the id of the task, stored before the task
 * leaves, so that a lost answer costs no second task and a restart finds the first again.
 *
 * <p>Its accounts have the options that every provider has and no others. Their base URL is the
 * whole of Runware's endpoint, such as {@code https://api.runware.ai/v1}.
 */
public final class RunwareProvider implements Provider {
  private static final OutcomeTable OUTCOMES = new OutcomeTable("runware");
  private static final Capabilities CAPABILITIES = new Capabilities(20, true, false, false);

  private static final String BASE = "https://api.runware.ai/v1";

  /** As Runware's own client asks. */
  private static final PollSchedule POLLS =
      new PollSchedule(
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          1.5,
          Duration.ofSeconds(10),
          Duration.ofMinutes(20));

  /** Within it, a task that the service does not know cannot be one that it has forgotten. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final UpstreamClient client;
  private final ResultDownload download;
  private final InstantSource clock;
  private final Pause pause;
  private final RandomGenerator random;

  /**
   * @param download fetches the finished images
   * @param random spreads the polls; safe for use by many threads
   */
  public RunwareProvider(
      UpstreamClient client,
      ResultDownload download,
      InstantSource clock,
      Pause pause,
      RandomGenerator random) {
    this.client = client;
    this.download = download;
    this.clock = clock;
    this.pause = pause;
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

  /** For this family. */
  @Override
  public boolean takesMask(Account account, String model) {
    return false;
  }

  @Override
  public Optional<String> problem(Account account) {
    return AccountOptions.problem(account, Set.of(), BASE);
  }

  @Override
  public Duration timeLimit(Account account, Duration usual) {
    return POLLS.timeLimit(usual);
  }

  @Override
  public boolean leavesAtOnce(Account account, ImageRequest request) {
    return AccountOptions.leavesAtOnce(client, account, request);
  }

  @Override
  public Optional<String> chosenId(AttemptId attempt) {
    return Optional.of(attempt.value().toString());
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
    Optional<AttemptOutcome> unreadable = InputFiles.unreadable(call);
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    return awaited(call, results, submit(call, results).run(call, taskUuid(call), results));
  }

  /** A task that never arrived is sent again under its id, which the service takes once. */
  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    return remoteId.equals(taskUuid(call)) && neverArrived(call, results)
        ? awaited(call, results, submit(call, results).again(call, remoteId, results))
        : untilEnded(call, remoteId, results, POLLS.of(call.timeout()).atOnce());
  }

  private boolean neverArrived(Call call, Results results) throws InterruptedException {
    boolean recent = clock.instant().isBefore(call.submitted().plus(REMEMBERED));
    return recent
        && api(call, results)
            .poll(taskUuid(call))
            .problem()
            .filter(problem -> problem.json() && problem.status().orElse(0) == 404)
            .isPresent();
  }

  private SubmitTask submit(Call call, Results results) {
    return new SubmitTask(api(call, results), OUTCOMES, pause, random);
  }

  private AttemptOutcome awaited(Call call, Results results, Optional<AttemptOutcome> unsent)
      throws InterruptedException {
    return unsent.isPresent()
        ? unsent.get()
        : untilEnded(call, taskUuid(call), results, POLLS.of(call.timeout()));
  }

  private static String taskUuid(Call call) {
    return call.attempt().value().toString();
  }

  /** Asks for a task that there is none of: whoever is told so has a key that is accepted. */
  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    var api = new RunwareApi(client, account, clock, _ -> {});
    TaskAnswer answer = api.poll(unusedId());
    return answer
        .problem()
        .or(() -> Optional.of(api.inside(CallPhase.POLL, answer.json())))
        .filter(seen -> !seen.json() || refusesKey(seen))
        .map(seen -> AccountCheck.fails(seen.told()))
        .orElseGet(() -> AccountCheck.works("answers with this key"));
  }

  /** An interrupt leaves the task alone, since Runware has no way to cancel one over REST. */
  private AttemptOutcome untilEnded(
      Call call, String taskUuid, Results results, PollSchedule schedule)
      throws InterruptedException {
    var images = new TaskImages(call, results, download);
    return new Polling(OUTCOMES, pause, random)
        .untilEnded(
            schedule,
            new RunwareQuestion(api(call, results), OUTCOMES, call, taskUuid, results, images));
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

  private RunwareApi api(Call call, Results results) {
    return new RunwareApi(client, call.account(), clock, results::exchanged);
  }
}
