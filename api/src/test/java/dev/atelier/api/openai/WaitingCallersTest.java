package dev.atelier.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobState;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers that stay on the line for long, and those that leave it. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // each test starts the server that it needs
class WaitingCallersTest {
  private static final OpenAiSettings CANCELLING =
      OpenAiSettings.DEFAULT.withWhenClientLeaves(OpenAiSettings.WhenClientLeaves.CANCEL);
  private static final OpenAiSettings TALKING =
      OpenAiSettings.DEFAULT.withKeepAliveBytes(Duration.ofMillis(20));

  private static final AttemptOutcome REFUSED =
      new AttemptOutcome.Refused("no", Optional.empty(), List.of());

  @TempDir Path directory;
  private final Semaphore began = new Semaphore(0);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private LocalServer server;
  private boolean refused;

  @AfterEach
  void stop() {
    goOn.countDown();
    server.close();
  }

  @Test
  void a_plain_call_whose_caller_closes_is_cancelled_where_the_operator_wants_that()
      throws Exception {
    start(CANCELLING);
    try (Socket caller = waiting(false)) {
      caller.close();
      assertCancelled();
    }
  }

  @Test
  void a_plain_call_whose_caller_resets_is_cancelled() throws Exception {
    start(CANCELLING);
    try (Socket caller = waiting(false)) {
      caller.setSoLinger(true, 0);
      caller.close();
      assertCancelled();
    }
  }

  @Test
  void a_caller_that_ends_its_sending_alone_is_cancelled_and_its_line_closed() throws Exception {
    start(CANCELLING);
    try (Socket caller = waiting(false)) {
      caller.shutdownOutput();
      assertCancelled();
      assertThat(caller.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void a_stream_whose_caller_leaves_is_cancelled_before_there_is_anything_to_tell()
      throws Exception {
    start(CANCELLING);
    try (Socket caller = waiting(true)) {
      caller.close();
      assertCancelled();
    }
  }

  @Test
  void a_job_goes_on_as_long_as_anybody_waits_for_it() throws Exception {
    start(CANCELLING.withKeepAliveBytes(Duration.ofMillis(20)));
    try (Socket first = waiting(false);
        Socket second = connect()) {
      post(second, false, "X-Stainless-Retry-Count: 1\r\n");
      var in = new BufferedInputStream(second.getInputStream());
      assertThat(head(in)).as("it waits, too").startsWith("HTTP/1.1 200");
      first.close();
      await().until(() -> server.http().inFlight() == 1);
      assertThat(job().state()).isEqualTo(JobState.RUNNING);
      goOn.countDown();
      assertThat(JsonMapper.shared().readTree(rest(in)).path("data").size()).isEqualTo(1);
      assertThat(jobs()).hasSize(1);
    }
  }

  @Test
  void a_caller_that_leaves_changes_nothing_by_default() throws Exception {
    start(OpenAiSettings.DEFAULT);
    try (Socket caller = waiting(false)) {
      caller.shutdownOutput();
      goOn.countDown();
      assertThat(head(new BufferedInputStream(caller.getInputStream()))).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_line_serves_the_next_call_after_one_that_was_watched() throws Exception {
    start(CANCELLING);
    goOn.countDown();
    try (Socket caller = connect()) {
      var in = new BufferedInputStream(caller.getInputStream());
      for (int i = 0; i < 3; i++) {
        post(caller, false, "");
        String head = head(in);
        assertThat(head).startsWith("HTTP/1.1 200");
        in.readNBytes(length(head));
      }
    }
    assertThat(jobs()).allMatch(job -> job.state() == JobState.SUCCEEDED);
  }

  @Test
  void a_long_plain_call_is_sent_blanks_and_then_its_answer() throws Exception {
    start(TALKING);
    try (Socket caller = waiting(false)) {
      var in = new BufferedInputStream(caller.getInputStream());
      String head = head(in);
      assertThat(head)
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("Content-Type: application/json")
          .containsIgnoringCase("X-Accel-Buffering: no")
          .containsIgnoringCase("x-atelier-job:")
          .doesNotContainIgnoringCase("Content-Length");
      assertThat(chunk(in)).isEqualTo(" ");
      assertThat(chunk(in)).isEqualTo(" ");
      goOn.countDown();
      JsonNode answer = JsonMapper.shared().readTree(rest(in));
      assertThat(answer.path("data").path(0).path("b64_json").asString()).startsWith("iVBOR");
    }
  }

  @Test
  void a_failure_behind_blanks_is_an_error_under_status_200() throws Exception {
    refused = true;
    start(TALKING);
    try (Socket caller = connect()) {
      post(caller, false, "");
      var in = new BufferedInputStream(caller.getInputStream());
      assertThat(head(in)).startsWith("HTTP/1.1 200");
      assertThat(chunk(in)).isEqualTo(" ");
      goOn.countDown();
      JsonNode error = JsonMapper.shared().readTree(rest(in)).path("error");
      assertThat(error.path("message").asString()).isNotBlank();
      assertThat(error.path("type").asString()).isNotBlank();
    }
  }

  @Test
  void a_short_call_keeps_its_status_and_its_length() throws Exception {
    start(OpenAiSettings.DEFAULT.withKeepAliveBytes(Duration.ofHours(1)));
    goOn.countDown();
    Answer answer = server.generate("{\"prompt\":\"a fox\",\"size\":\"1024x640\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-length")).isPresent();
    assertThat(answer.header("x-atelier-engine")).isPresent();
    assertThat(server.generate("{\"prompt\":\"\"}").status()).isEqualTo(400);
  }

  @Test
  void a_caller_that_leaves_between_blanks_is_noticed() throws Exception {
    start(CANCELLING.withKeepAliveBytes(Duration.ofMillis(20)));
    try (Socket caller = waiting(false)) {
      assertThat(head(new BufferedInputStream(caller.getInputStream()))).contains("200");
      caller.close();
      assertCancelled();
    }
  }

  private void start(OpenAiSettings settings) throws Exception {
    FakeProvider.Answer waits =
        (provider, call, results) -> {
          began.release();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return refused ? REFUSED : FakeProvider.Answer.SUCCESS.give(provider, call, results);
        };
    server =
        LocalServer.start(
            directory, setup -> setup.with(settings).with(FakeProvider.paid().answers(waits)));
  }

  /** A caller whose job the provider is at. */
  private Socket waiting(boolean stream) throws Exception {
    Socket caller = connect();
    post(caller, stream, "");
    assertThat(began.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    return caller;
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private void post(Socket caller, boolean stream, String headers) throws IOException {
    String json = "{\"prompt\":\"a fox\",\"size\":\"1024x640\",\"stream\":" + stream + "}";
    caller
        .getOutputStream()
        .write(
            ("POST /v1/images/generations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                    + "Content-Type: application/json\r\n%sContent-Length: %s\r\n\r\n%s")
                .formatted(server.key, headers, json.length(), json)
                .getBytes(UTF_8));
  }

  private void assertCancelled() throws InterruptedException {
    assertThat(interrupted.await(20, TimeUnit.SECONDS)).as("the call upstream is ended").isTrue();
    await().until(() -> job().state() == JobState.CANCELLED);
    await().until(() -> server.accessLog.size() == 1);
  }

  private Job job() {
    return jobs().getFirst();
  }

  private List<Job> jobs() {
    var owner = new Principal(TenantId.DEFAULT, new KeyId("any"), Scope.all(), Optional.empty());
    return server.gateway().find().list(owner, Optional.empty(), Optional.empty(), 10);
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  private static int length(String head) {
    return Integer.parseInt(head.replaceAll("(?is).*content-length: (\\d+).*", "$1"));
  }

  private static String chunk(InputStream in) throws IOException {
    int size = Integer.parseInt(line(in), 16);
    String text = new String(in.readNBytes(size), UTF_8);
    line(in);
    return text;
  }

  private static String rest(InputStream in) throws IOException {
    var rest = new StringBuilder();
    for (String next = chunk(in); !next.isEmpty(); next = chunk(in)) {
      rest.append(next);
    }
    return rest.toString();
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(UTF_8).stripTrailing();
  }
}
