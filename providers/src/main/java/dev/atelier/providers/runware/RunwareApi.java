package dev.atelier.providers.runware;

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
import dev.atelier.provider.Call;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.ErrorAnswer;
import dev.atelier.providers.upstream.Interruption;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** One account's endpoint: sends one request and reads its answer. */
final class RunwareApi {
  private final UpstreamClient client;
  private final RunwareRequests requests;
  private final ErrorAnswer errors;
  private final Consumer<UpstreamExchange> log;

  /**
   * @param log told of every exchange
   */
  RunwareApi(
      UpstreamClient client, Account account, InstantSource clock, Consumer<UpstreamExchange> log) {
    this.client = client;
    this.requests = new RunwareRequests(account);
    this.errors = new ErrorAnswer(account.credential(), clock);
    this.log = log;
  }

  /**
   * Orders the images of a call.
   *
   * @param sending called before the first byte leaves
   * @throws LocalSourceException where an input image cannot be read
   */
  TaskAnswer submit(Call call, String taskUuid, Runnable sending)
      throws InterruptedException, LocalSourceException {
    return send(
        CallPhase.SUBMIT,
        requests.submit(call, taskUuid),
        UpstreamTimeouts.transfer(call.timeout()),
        sending);
  }

  /** Asks how a task stands, which may be answered with the status of its failure. */
  TaskAnswer poll(String taskUuid) throws InterruptedException {
    try {
      TaskAnswer answer =
          send(CallPhase.POLL, requests.poll(taskUuid), UpstreamTimeouts.prompt(), () -> {});
      return TaskState.tellsFailure(answer.json(), taskUuid)
          ? TaskAnswer.of(answer.json())
          : answer;
    } catch (LocalSourceException e) {
      throw new IllegalStateException("a poll reads no file", e);
    }
  }

  /** What an error inside an answer says. */
  UpstreamProblem inside(CallPhase phase, JsonNode json) {
    return errors.inside(phase, json);
  }

  private TaskAnswer send(
      CallPhase phase, UpstreamRequest request, UpstreamTimeouts timeouts, Runnable sending)
      throws InterruptedException, LocalSourceException {
    try {
      return client.call(
          request, timeouts, UpstreamObserver.of(sending, log), response -> read(phase, response));
    } catch (LocalSourceException e) {
      throw e;
    } catch (UpstreamException e) {
      Interruption.requireNone();
      return TaskAnswer.of(UpstreamProblem.of(phase, e));
    } catch (IOException e) {
      Interruption.requireNone();
      return notUnderstood(phase, e);
    }
  }

  private TaskAnswer read(CallPhase phase, UpstreamResponse response) throws IOException {
    if (!response.success()) {
      var kept = KeptResponse.of(response);
      UpstreamProblem problem = errors.read(phase, kept);
      return problem.json()
          ? new TaskAnswer(json(kept), Optional.of(problem))
          : TaskAnswer.of(problem);
    }
    try {
      return TaskAnswer.of(json(response));
    } catch (MalformedJsonException e) {
      return notUnderstood(phase, e);
    }
  }

  private static JsonNode json(UpstreamResponse response) throws IOException {
    return JsonReader.parse(response.body(), JsonLimits.DEFAULT, FieldSpool.NONE);
  }

  private static TaskAnswer notUnderstood(CallPhase phase, IOException e) {
    return TaskAnswer.of(
        UpstreamProblem.of(phase, "not-understood", String.valueOf(e.getMessage())));
  }
}
