package dev.atelier.providers.openai;

import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamResponse;
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
import dev.atelier.providers.upstream.ErrorAnswer;
import dev.atelier.providers.upstream.InputFiles;
import dev.atelier.providers.upstream.Interruption;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Calls OpenAI's Images API or Responses API, and every server that speaks one of them. */
public final class OpenAiProvider implements Provider {
  private static final OutcomeTable OUTCOMES = new OutcomeTable("openai");
  private static final Capabilities CAPABILITIES = new Capabilities(10, false, false, true, true);

  /** A response is told to make one image. */
  private static final Capabilities RESPONSES = new Capabilities(1, false, false, true, true);

  private final UpstreamClient client;
  private final ResultDownload download;
  private final InstantSource clock;
  private final ChooseRoute routes;

  /**
   * @param download fetches images that the server answers by URL
   */
  public OpenAiProvider(UpstreamClient client, ResultDownload download, InstantSource clock) {
    this.client = client;
    this.download = download;
    this.clock = clock;
    this.routes = new ChooseRoute(client, clock);
  }

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Capabilities capabilities(Account account) {
    return routes.assumed(account) == OpenAiRoute.RESPONSES
        ? RESPONSES
        : Provider.super.capabilities(account);
  }

  @Override
  public Optional<String> problem(Account account) {
    return OpenAiOptions.problem(account);
  }

  @Override
  public boolean leavesAtOnce(Account account, ImageRequest request) {
    return ChooseRoute.known(account) && AccountOptions.leavesAtOnce(client, account, request);
  }

  @Override
  public AttemptOutcome attempt(Call call, Results results) throws InterruptedException {
    Optional<AttemptOutcome> unreadable = InputFiles.unreadable(call);
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    return switch (routes.of(call.account())) {
      case ChooseRoute.Choice.NotKnown(var problem) -> OUTCOMES.decide(problem);
      case ChooseRoute.Choice.Take(var route) ->
          route == OpenAiRoute.RESPONSES ? response(call, results) : images(call, results);
    };
  }

  private AttemptOutcome images(Call call, Results results) throws InterruptedException {
    var requests = new OpenAiRequests(call.account());
    var answers = new OpenAiAnswers(call, results, OUTCOMES, errors(call.account()), download);
    return send(requests.of(call), call, results, answers::read);
  }

  private AttemptOutcome response(Call call, Results results) throws InterruptedException {
    if (call.indexes().size() > RESPONSES.imagesPerCall()) {
      return AttemptOutcome.NotSent.local(
          "the account's route is responses now, which makes one image a call");
    }
    var requests = new ResponsesRequests(call.account());
    var answers = new ResponsesAnswers(call, results, OUTCOMES, errors(call.account()), download);
    return send(requests.of(call), call, results, answers::read);
  }

  private AttemptOutcome send(
      UpstreamRequest request,
      Call call,
      Results results,
      UpstreamClient.Reader<AttemptOutcome> reader)
      throws InterruptedException {
    try {
      AttemptOutcome outcome =
          client.call(
              request, UpstreamTimeouts.untilMade(call.timeout()), results.ordering(), reader);
      if (!(outcome instanceof AttemptOutcome.Succeeded)) {
        Interruption.requireNone();
      }
      return outcome;
    } catch (LocalSourceException e) {
      return InputFiles.unreadable();
    } catch (UpstreamException e) {
      Interruption.requireNone();
      return OUTCOMES.decide(UpstreamProblem.of(CallPhase.SUBMIT, e));
    } catch (IOException e) {
      Interruption.requireNone();
      return new AttemptOutcome.Unknown("the answer could not be read: " + e.getMessage());
    }
  }

  @Override
  public AccountCheck check(Account account) throws InterruptedException {
    try {
      return client.call(
          new OpenAiRequests(account).models(),
          UpstreamTimeouts.prompt(),
          response -> check(account, response));
    } catch (IOException e) {
      Interruption.requireNone();
      return AccountCheck.fails(
          e instanceof UpstreamException upstream ? upstream.failure().word() : "no answer");
    }
  }

  private AccountCheck check(Account account, UpstreamResponse response) throws IOException {
    return response.success()
        ? AccountCheck.works("lists its models")
        : AccountCheck.fails(errors(account).read(CallPhase.POLL, response).told());
  }

  private ErrorAnswer errors(Account account) {
    return new ErrorAnswer(account.credential(), clock);
  }
}
