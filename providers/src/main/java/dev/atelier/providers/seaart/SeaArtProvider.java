package dev.atelier.providers.seaart;

import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.Provider;
import dev.atelier.provider.Results;
import dev.atelier.providers.upstream.AccountOptions;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.InputFiles;
import dev.atelier.providers.upstream.JsonAnswer;
import dev.atelier.providers.upstream.JsonCalls;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.Pause;
import dev.atelier.providers.upstream.PollSchedule;
import dev.atelier.providers.upstream.Polling;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.ResultImages;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** Orders images at SeaArt's queue and asks for them until they are made. */
public final class SeaArtProvider implements Provider {
  private static final OutcomeTable OUTCOMES = new OutcomeTable("seaart");
  private static final Capabilities CAPABILITIES = new Capabilities(10, true, false, false);
  private static final PollSchedule POLLS =
      new PollSchedule(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofMinutes(15));
  private static final String BASE = "https://cloud.seaart.ai/model";

  /** Whoever cancels a job does not wait long for its upstream. */
  private static final Duration CANCEL = Duration.ofSeconds(5);

  private static final UpstreamTimeouts CANCEL_TIMEOUTS =
      new UpstreamTimeouts(CANCEL, CANCEL, CANCEL, CANCEL);

  /** No request has this id, so that asking for it tells whether the key is accepted. */
  private static final SeaArtTask NOBODYS =
      new SeaArtTask("gpt_image_2", "mmsu_00000000000000000000000000");

  private final UpstreamClient client;
  private final ResultImages images;
  private final Polling polling;
  private final InstantSource clock;

  /**
   * @param download fetches images from where SeaArt keeps them
   * @param random spreads the questions of many tasks
   */
  public SeaArtProvider(
      UpstreamClient client,
      ResultDownload download,
      InstantSource clock,
      Pause pause,
      RandomGenerator random) {
    this.client = client;
    this.images = new ResultImages(OUTCOMES, download);
    this.polling = new Polling(OUTCOMES, pause, random);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "seaart";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Set<String> models() {
    return Set.of("gpt-image-2");
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
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    Optional<AttemptOutcome> unreadable = InputFiles.unreadable(call);
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    var order = new SeaArtOrder(call);
    JsonAnswer answer;
    try {
      answer =
          calls(call, results)
              .call(
                  CallPhase.SUBMIT,
                  order.submit(),
                  JsonCalls.submit(call.timeout()),
                  results::sending);
    } catch (LocalSourceException e) {
      return InputFiles.unreadable();
    }
    return switch (answer) {
      case JsonAnswer.Failed(var problem) -> OUTCOMES.decide(problem);
      case JsonAnswer.Said(_, var json, _) -> accepted(call, order.endpoint(), json, results);
    };
  }

  private AttemptOutcome accepted(Call call, String endpoint, JsonNode json, Results results)
      throws InterruptedException {
    String requestId = json.path("request_id").asString("");
    if (json.path("error").isObject()) {
      return OUTCOMES.decide(calls(call.account()).errors().inside(CallPhase.SUBMIT, json));
    }
    if (requestId.isBlank()) {
      return OUTCOMES.decide(
          UpstreamProblem.of(CallPhase.SUBMIT, "not-understood", "the answer has no request_id"));
    }
    var task = new SeaArtTask(endpoint, requestId);
    results.remoteId(task.toString());
    return untilEnded(call, task, results, POLLS.of(call.timeout()));
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    Optional<SeaArtTask> task = SeaArtTask.parse(remoteId);
    return task.isPresent()
        ? untilEnded(call, task.get(), results, POLLS.of(call.timeout()).atOnce())
        : new AttemptOutcome.Unknown("no task of SeaArt has the id " + remoteId);
  }

  private AttemptOutcome untilEnded(
      Call call, SeaArtTask task, Results results, PollSchedule schedule)
      throws InterruptedException {
    var question = new SeaArtQuestion(call, task, results, calls(call, results), OUTCOMES, images);
    try {
      return polling.untilEnded(schedule, question);
    } catch (InterruptedException e) {
      if (results.cancelled()) {
        cancel(call.account(), task);
      }
      throw e;
    }
  }

  /** What is still queued is then not made, and not charged. Best effort. */
  private void cancel(Account account, SeaArtTask task) {
    try {
      calls(account)
          .call(
              CallPhase.POLL, UpstreamRequest.put(task.cancel(account)), CANCEL_TIMEOUTS, () -> {});
    } catch (InterruptedException | LocalSourceException e) {
      // the call ends by its first interrupt in any case
    }
  }

  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    return switch (calls(account).poll(UpstreamRequest.get(NOBODYS.status(account)))) {
      case JsonAnswer.Failed(var problem) when problem.json() && problem.what().equals("404") ->
          AccountCheck.works("accepts the key");
      case JsonAnswer.Failed(var problem) -> AccountCheck.fails(problem.told());
      case JsonAnswer.Said _ -> AccountCheck.works("accepts the key");
    };
  }

  private JsonCalls calls(Call call, Results results) {
    return new JsonCalls(client, call.account(), clock, results::exchanged);
  }

  /** For calls that belong to no attempt. */
  private JsonCalls calls(Account account) {
    return new JsonCalls(client, account, clock);
  }
}
