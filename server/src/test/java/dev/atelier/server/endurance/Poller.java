package dev.atelier.server.endurance;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that submits a task and asks for it until it has ended, and lives on while the server is
 * away: it submits again under the same key, and asks again for the same id.
 */
final class Poller {
  private static final int PAUSE_MILLIS = 100;
  private static final int ASKED_MAX = 1_200;

  private final Api api;
  private final Supplier<RawHttp> server;

  Poller(Api api, Supplier<RawHttp> server) {
    this.api = api;
    this.server = server;
  }

  /** The job's own id, once it is accepted. */
  String submit(String name) throws InterruptedException {
    Answer accepted =
        untilAnswered(http ->
            http.post(api.submit, api.order.formatted(name), Map.of("Idempotency-Key", name)));
    if (accepted.status() != 200 && accepted.status() != 202) {
      throw new AssertionError(api + " answered " + accepted.status() + ": " + accepted.text());
    }
    return accepted.header("x-atelier-job").orElseThrow();
  }

  /** How the API says that it ended. */
  String awaitEnd(String job) throws InterruptedException {
    for (int asked = 0; asked < ASKED_MAX; asked++) {
      Answer answer = untilAnswered(http -> http.get(api.poll.formatted(job)));
      if (answer.status() >= 400) {
        throw new AssertionError(
            "%s forgot %s: %d %s".formatted(api, job, answer.status(), answer.text()));
      }
      Matcher state = api.state.matcher(answer.text());
      if (state.find() && api.ended.matcher(state.group(1)).matches()) {
        return answer.text().contains(api.failure) ? "failed" : "succeeded";
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError(api + " never told the end of " + job);
  }

  private Answer untilAnswered(Call call) throws InterruptedException {
    for (int tried = 0; tried < ASKED_MAX; tried++) {
      try {
        Answer answer = call.of(server.get());
        if (answer.status() != 503) {
          return answer;
        }
      } catch (IOException away) {
        // the server was killed; another is on its way
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new AssertionError("the server never came back");
  }

  @FunctionalInterface
  private interface Call {
    Answer of(RawHttp http) throws IOException;
  }

  /** Every API that is polled. */
  enum Api {
    SEAART(
        "/v1/queue/gpt_image_2",
        "{\"prompt\":\"%s delay=150\",\"size\":\"1024x1024\"}",
        "/v1/queue/gpt_image_2/requests/%s/status",
        "COMPLETED",
        "\"error\""),
    APIMART(
        "/apimart/v1/images/generations",
        "{\"model\":\"gpt-image-2\",\"prompt\":\"%s delay=150\",\"size\":\"1:1\"}",
        "/apimart/v1/tasks/%s",
        "completed|failed",
        "\"error\""),
    OPENAI(
        "/v1/images/generations/async",
        "{\"prompt\":\"%s delay=150\",\"size\":\"1024x1024\",\"response_format\":\"url\"}",
        "/v1/images/tasks/%s",
        "completed|failed",
        "\"error\":{"),
    ATELIER(
        "/api/v1/jobs",
        "{\"model\":\"gpt-image-2\",\"prompt\":\"%s delay=150\",\"size\":\"1024x1024\"}",
        "/api/v1/jobs/%s",
        "succeeded|failed|cancelled",
        "\"state\":\"failed\"");

    private final String submit;
    private final String order;
    private final String poll;
    private final Pattern state = Pattern.compile("\"(?:status|state)\":\"(\\w+)\"");
    private final Pattern ended;
    private final String failure;

    Api(String submit, String order, String poll, String ended, String failure) {
      this.submit = submit;
      this.order = order;
      this.poll = poll;
      this.ended = Pattern.compile(ended);
      this.failure = failure;
    }
  }
}
