package dev.atelier.benchmarks.gateway;

import dev.atelier.benchmarks.gateway.Load.Constant;
import dev.atelier.benchmarks.gateway.Load.Edits;
import dev.atelier.benchmarks.gateway.Load.Pictures;
import dev.atelier.benchmarks.gateway.Load.Poll;
import dev.atelier.benchmarks.gateway.Load.Submit;
import dev.atelier.benchmarks.gateway.Load.Tasks;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is true before a load and after it. Much of what is asked the server answers by itself;
 * others then pass on an answer of the upstream that is as long as the server's was.
 */
final class Stage {
  private static final String PICTURE = "a cat, picture=small";

  private final Request edit;
  private final ServerClient client;
  private final Map<Scenario, Integer> answerBytes = new HashMap<>();

  /**
   * @param edit the form with two references
   */
  Stage(Request edit, ServerClient client) {
    this.edit = edit;
    this.client = client;
  }

  /** What a peer is to be sent; the server must have been {@link #learn}ed before others. */
  Request prepare(Peer peer, Scenario scenario) throws IOException, InterruptedException {
    return switch (scenario.load()) {
      case Pictures(var request) -> request;
      case Edits _ -> edit;
      case Constant _, Poll _, Submit _, Tasks _ ->
          peer.server() ? own(scenario) : relayed(scenario);
    };
  }

  /** Notes how long the server's answers are, after a load on it. */
  void learn(Scenario scenario, Map<String, Double> told) throws IOException, InterruptedException {
    if (scenario.load() instanceof Tasks) {
      answerBytes.put(
          scenario, (int) (told.getOrDefault("bytes", 0.0) / told.getOrDefault("requests", 1.0)));
    } else if (!scenario.load().upstreamAnswers()) {
      answerBytes.put(scenario, client.answerBytes(own(scenario)));
      release();
    }
  }

  /** Has all work done that a load left behind. */
  void finish(Peer peer) throws IOException, InterruptedException {
    if (peer.server()) {
      release();
    }
  }

  private void release() throws IOException, InterruptedException {
    client.release();
    client.awaitIdle();
  }

  private Request own(Scenario scenario) throws IOException, InterruptedException {
    return switch (scenario.load()) {
      case Constant(var request) -> request;
      case Poll(var api, var ended) -> ended ? ended(api) : client.submitted(api, held());
      case Submit(var api) -> api.submit(held());
      case Tasks _ -> Request.get("/runware/v1");
      case Pictures _, Edits _ -> throw new IllegalArgumentException(scenario.word());
    };
  }

  private Request ended(AsyncApi api) throws IOException, InterruptedException {
    Request question = client.submitted(api, PICTURE);
    client.awaitIdle();
    return question;
  }

  private String held() {
    return PICTURE + " " + client.hold();
  }

  private Request relayed(Scenario scenario) throws IOException, InterruptedException {
    String answer = "bytes=" + answerBytes.getOrDefault(scenario, 0);
    return switch (scenario.load()) {
      case Tasks _ -> Request.get("/runware/v1?" + answer);
      case Poll(var api, _) ->
          api.poll(Request.OWN_ID, Request.OWN_ID).with(List.of("x-answer: " + answer));
      case Constant _, Submit _, Pictures _, Edits _ ->
          own(scenario).with(List.of("x-answer: " + answer));
    };
  }
}
