package dev.atelier.providers.apimart;

import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamRequest;
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
import dev.atelier.providers.apimart.UploadReferences.UploadFailedException;
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
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Orders images one by one as APIMart's tasks and asks for them until they are made. */
public final class ApiMartProvider implements Provider {
  private static final OutcomeTable OUTCOMES = new OutcomeTable("apimart");
  private static final Capabilities CAPABILITIES = new Capabilities(1, true, false, false);
  private static final PollSchedule POLLS =
      new PollSchedule(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMinutes(15));
  private static final String BASE = "https://api.apimart.ai/v1";

  private final UpstreamClient client;
  private final ResultImages images;
  private final Polling polling;
  private final Pause pause;
  private final InstantSource clock;

  /**
   * @param download fetches images from where APIMart keeps them
   * @param random spreads the questions of many tasks
   */
  public ApiMartProvider(
      UpstreamClient client,
      ResultDownload download,
      InstantSource clock,
      Pause pause,
      RandomGenerator random) {
    this.client = client;
    this.images = new ResultImages(OUTCOMES, download);
    this.polling = new Polling(OUTCOMES, pause, random);
    this.pause = pause;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "apimart";
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
  public boolean takesMask(Account account, String model) {
    return ApiMartOrder.takesMask(account.upstreamName(model));
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
    var order = new ApiMartOrder(call);
    if (call.mask().isPresent() && !ApiMartOrder.takesMask(order.model())) {
      return new NotSent(
          Cause.NOT_SERVED,
          "APIMart's " + order.model() + " takes no mask",
          Optional.empty(),
          Optional.empty());
    }
    JsonCalls calls = calls(call, results);
    References references;
    try {
      references = new UploadReferences(call, calls).upload();
    } catch (UploadFailedException e) {
      return OUTCOMES.decide(e.problem());
    } catch (LocalSourceException e) {
      return InputFiles.unreadable();
    }
    var submit = new SubmitOrder(calls, OUTCOMES, pause);
    return switch (submit.place(order.submit(references), call.timeout(), results::sending)) {
      case SubmitOrder.Placed.No(var outcome) -> outcome;
      case SubmitOrder.Placed.Task(var id) -> {
        results.remoteId(id);
        yield untilEnded(call, id, results, POLLS.of(call.timeout()));
      }
    };
  }

  @Override
  public AttemptOutcome resume(Call call, String remoteId, Results results)
      throws InterruptedException {
    return untilEnded(call, remoteId, results, POLLS.of(call.timeout()).atOnce());
  }

  /** An interrupt leaves the task alone, since APIMart has no way to cancel one. */
  private AttemptOutcome untilEnded(
      Call call, String taskId, Results results, PollSchedule schedule)
      throws InterruptedException {
    return polling.untilEnded(
        schedule,
        new ApiMartQuestion(call, taskId, results, calls(call, results), OUTCOMES, images));
  }

  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    JsonCalls calls = calls(account);
    URI models = URI.create(AccountOptions.at(account, "/models"));
    return switch (calls.poll(UpstreamRequest.get(models))) {
      case JsonAnswer.Failed(var problem) -> AccountCheck.fails(problem.told());
      case JsonAnswer.Said(_, var json, _) when Envelope.failed(json) ->
          AccountCheck.fails(calls.errors().inside(CallPhase.POLL, json).told());
      case JsonAnswer.Said _ -> AccountCheck.works("lists its models");
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
