package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.core.Sleeper;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that comes again makes no second picture. */
class RepetitionTest {
  private final CountDownLatch drawn = new CountDownLatch(1);
  private final FakeProvider provider = FakeProvider.paid();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(Map.of(), provider);
  }

  @AfterEach
  void stop() {
    drawn.countDown();
    callers.close();
    server.close();
  }

  @Test
  void an_idempotency_key_replays_the_same_body() {
    try (var sdk = server.sdk()) {
      sdk.generate(keyed("a fox"));
      sdk.generate(keyed("a fox"));

      assertThat(sdk.wire().answers().get(1).body()).isEqualTo(sdk.wire().answers().get(0).body());
      assertThat(sdk.wire().answers().get(1).job()).isEqualTo(sdk.wire().answers().get(0).job());
      assertThat(provider.calls()).hasSize(1);
      assertThat(server.jobs()).hasSize(1);
    }
  }

  @Test
  void without_a_key_the_same_request_is_another_order() {
    try (var sdk = server.sdk()) {
      sdk.generate(small("a fox"));
      sdk.generate(small("a fox"));

      assertThat(server.jobs()).hasSize(2);
    }
  }

  @Test
  void an_edit_is_replayed_by_the_bytes_of_its_pictures() {
    try (var sdk = server.sdk()) {
      sdk.edit(keyedEdit(Pixels.photo(64, 64)));
      sdk.edit(keyedEdit(Pixels.photo(64, 64)));

      assertThat(provider.calls()).hasSize(1);
      Refusal.of(
              UnexpectedStatusCodeException.class,
              409,
              "invalid_request_error",
              "idempotency_key_reused")
          .assertRaisedBy(() -> sdk.edit(keyedEdit(Pixels.photo(80, 64))));
    }
  }

  @Test
  void another_request_under_the_same_key_is_refused_for_good() {
    try (var sdk = server.sdk()) {
      sdk.generate(keyed("a fox"));

      Refusal.of(
              UnexpectedStatusCodeException.class,
              409,
              "invalid_request_error",
              "idempotency_key_reused")
          .assertRaisedBy(() -> sdk.generate(keyed("a wolf")));
      assertThat(sdk.wire().last().shouldRetry()).hasValue("false");
    }
  }

  @Test
  void a_failure_is_replayed_too() {
    provider.answers(
        FakeProvider.Answer.of(new AttemptOutcome.Refused("no", Optional.empty(), List.of())));
    var refused =
        Refusal.of(
            BadRequestException.class, 400, "image_generation_user_error", "provider_refused");
    try (var sdk = server.sdk()) {
      refused.assertRaisedBy(() -> sdk.generate(keyed("a fox")));
      refused.assertRaisedBy(() -> sdk.generate(keyed("a fox")));

      assertThat(sdk.wire().answers().get(1).body()).isEqualTo(sdk.wire().answers().get(0).body());
      assertThat(provider.calls()).hasSize(1);
    }
  }

  @Test
  void a_counted_repetition_joins_the_job_that_still_runs() throws Exception {
    provider.answers(held());
    try (var first = server.sdk();
        var second = server.sdk()) {
      CompletableFuture<ImagesResponse> original =
          CompletableFuture.supplyAsync(() -> first.generate(small("a fox")), callers);
      await().until(() -> provider.calls().size() == 1);
      CompletableFuture<ImagesResponse> repeated =
          CompletableFuture.supplyAsync(
              () ->
                  second.generate(
                      small("a fox").putAdditionalHeader("X-Stainless-Retry-Count", "1")),
              callers);
      await().until(() -> joined() == 1);
      drawn.countDown();

      assertThat(repeated.get(30, TimeUnit.SECONDS).data())
          .isEqualTo(original.get(30, TimeUnit.SECONDS).data());
      assertThat(second.wire().last().job()).isEqualTo(first.wire().last().job());
      assertThat(server.jobs()).hasSize(1);
    }
  }

  @Test
  void a_counted_repetition_replays_a_job_that_has_ended() {
    try (var sdk = server.sdk()) {
      sdk.generate(small("a fox"));
      sdk.generate(small("a fox").putAdditionalHeader("X-Stainless-Retry-Count", "1"));
      sdk.generate(small("a wolf").putAdditionalHeader("X-Stainless-Retry-Count", "1"));

      assertThat(sdk.wire().answers().get(1).body()).isEqualTo(sdk.wire().answers().get(0).body());
      assertThat(sdk.wire().answers().get(2).job()).isNotEqualTo(sdk.wire().answers().get(0).job());
      assertThat(server.jobs()).hasSize(2);
    }
  }

  @Test
  void a_client_whose_answer_was_cut_off_gets_the_same_picture_by_repeating() {
    var line = new LosesAnswers(2);
    try (var sdk = patient(line)) {
      ImagesResponse answer = sdk.generate(small("a fox"));

      assertThat(answer.data().orElseThrow()).hasSize(1);
      assertThat(line.jobs).hasSize(3).containsOnly(sdk.wire().last().job().orElseThrow());
      assertThat(server.jobs()).hasSize(1);
      assertThat(provider.calls()).hasSize(1);
    }
  }

  @Test
  void a_client_that_gave_up_waiting_joins_by_repeating() {
    provider.answers(held());
    try (var sdk =
        patient(chain ->
            "0".equals(chain.request().header("X-Stainless-Retry-Count"))
                ? chain.withReadTimeout(300, TimeUnit.MILLISECONDS).proceed(chain.request())
                : chain.proceed(chain.request()))) {
      CompletableFuture<ImagesResponse> answer =
          CompletableFuture.supplyAsync(() -> sdk.generate(small("a fox")), callers);
      await().until(() -> joined() == 1);
      drawn.countDown();

      assertThat(answer.join().data().orElseThrow()).hasSize(1);
      assertThat(server.jobs()).hasSize(1);
      assertThat(provider.calls()).hasSize(1);
    }
  }

  @Test
  void what_may_have_been_paid_is_not_repeated_by_the_sdk() {
    provider.answers(
        FakeProvider.Answer.of(new AttemptOutcome.Unknown("the line went dead")),
        FakeProvider.Answer.of(new AttemptOutcome.Spent("an empty answer")));
    try (var sdk = patient(chain -> chain.proceed(chain.request()))) {
      var failed = Refusal.of(InternalServerException.class, 500, "server_error", "server_error");
      failed.assertRaisedBy(() -> sdk.generate(small("a fox")));
      failed.assertRaisedBy(() -> sdk.generate(small("a wolf")));

      assertThat(sdk.wire().answers()).hasSize(2);
      assertThat(provider.calls()).hasSize(2);
    }
  }

  /** An SDK client with its silent repetitions, which waits for the server's job between them. */
  private SdkClient patient(Interceptor network) {
    return SdkClient.of(
        server.uri("/v1"),
        LiveServer.ADMIN_KEY,
        builder ->
            builder
                .addInterceptor(network)
                .sleeper(new UntilThereIsAJob())
                .timeout(Duration.ofSeconds(60)));
  }

  private FakeProvider.Answer held() {
    return (fake, call, results) -> {
      if (!drawn.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("never released");
      }
      return FakeProvider.Answer.SUCCESS.give(fake, call, results);
    };
  }

  /** How many requests were told to wait for a job of another. */
  private long joined() {
    HttpResponse<String> metrics = server.get("/metrics");
    return metrics
        .body()
        .lines()
        .filter(line -> line.startsWith("atelier_jobs_submitted_total"))
        .filter(line -> line.contains("how=\"joined\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static ImageGenerateParams.Builder keyed(String prompt) {
    return small(prompt).putAdditionalHeader("Idempotency-Key", "order-1");
  }

  private static ImageEditParams.Builder keyedEdit(byte[] image) {
    return ImageEditParams.builder()
        .prompt("add a boat")
        .image(image)
        .size("1024x640")
        .putAdditionalHeader("Idempotency-Key", "order-1");
  }

  /** A line that breaks after the server has answered. */
  private static final class LosesAnswers implements Interceptor {
    private final List<String> jobs = new CopyOnWriteArrayList<>();
    private final int lost;

    LosesAnswers(int lost) {
      this.lost = lost;
    }

    @Override
    public okhttp3.Response intercept(Chain chain) throws IOException {
      okhttp3.Response response = chain.proceed(chain.request());
      jobs.add(response.header("x-atelier-job"));
      if (jobs.size() <= lost) {
        response.close();
        throw new IOException("the line was cut");
      }
      return response;
    }
  }

  private final class UntilThereIsAJob implements Sleeper {
    @Override
    public void sleep(Duration duration) {
      await().until(() -> !server.jobs().isEmpty());
    }

    @Override
    public CompletableFuture<Void> sleepAsync(Duration duration) {
      return CompletableFuture.runAsync(() -> sleep(duration));
    }

    @Override
    public void close() {}
  }
}
