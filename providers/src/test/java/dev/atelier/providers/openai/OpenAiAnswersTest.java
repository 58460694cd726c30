package dev.atelier.providers.openai;

import static dev.atelier.providers.openai.FakeOpenAi.errorBody;
import static dev.atelier.providers.upstream.CallPhase.DOWNLOAD;
import static dev.atelier.providers.upstream.CallPhase.SUBMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Usage;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.providers.openai.FakeOpenAi.ResultForm;
import dev.atelier.providers.upstream.Fault;
import dev.atelier.providers.upstream.ImageMaker;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back in one piece. */
class OpenAiAnswersTest {
  private final OpenAiWorld world = new OpenAiWorld();

  @AfterEach
  void close() {
    assertThat(world.results.open()).isZero();
    world.close();
  }

  @ParameterizedTest
  @EnumSource(ResultForm.class)
  void an_image_is_taken_however_it_stands_there(ResultForm form) throws InterruptedException {
    world.openAi.answersWith(form);

    assertThat(world.attempt(world.generation(2))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image 1-0", 1, "image 1-1"));
    assertThat(world.openAi.received(DOWNLOAD))
        .allSatisfy(fetched -> assertThat(fetched.header("authorization")).isEmpty());
  }

  @Test
  void tokens_are_shared_out_among_the_images() throws InterruptedException {
    world.openAi.on(
        SUBMIT,
        Fault.json(
            200,
            """
            {"data":[{"b64_json":"YQ=="},{"b64_json":"Yg=="}],
             "usage":{"input_tokens":31,"input_tokens_details":{"image_tokens":20,"text_tokens":11},
                      "output_tokens":3513}}\
            """));

    assertThat(world.attempt(world.generation(2))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.told(0).usage()).contains(new Usage(6, 10, 1757));
    assertThat(world.results.told(1).usage()).contains(new Usage(5, 10, 1756));
  }

  @Test
  void an_answer_without_usage_says_nothing_of_it() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.json(200, "{\"data\":[{\"b64_json\":\"YQ==\"}],\"usage\":null}"));

    assertThat(world.attempt(world.generation(1))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.told(0).usage()).isEmpty();
  }

  @Test
  void what_the_answer_admits_is_told() throws InterruptedException {
    world.openAi.admits("quality", "low").admits("model", "dall-e-2").more(1);

    assertThat(world.attempt(world.generation(1))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.told(0).differences())
        .containsExactly(
            "quality low where medium was ordered",
            "model dall-e-2 where gpt-image-2 was ordered",
            "2 images came where 1 were ordered");
    assertThat(world.results.images()).containsOnlyKeys(0);
  }

  @Test
  void a_snapshot_of_the_model_is_the_model() throws InterruptedException {
    world.openAi.admits("model", "gpt-image-2-2026-04-21").admits("quality", "auto");

    world.attempt(world.generation(1));

    assertThat(world.results.told(0).differences()).isEmpty();
  }

  @Test
  void a_prompt_that_was_rewritten_is_told() throws InterruptedException {
    world.openAi.on(
        SUBMIT,
        Fault.json(
            200,
            """
            {"data":[{"b64_json":"YQ==","revised_prompt":"a fox"},{"b64_json":"Yg=="}],
             "revised_prompt":"foxes"}\
            """));

    world.attempt(world.generation(2));

    assertThat(world.results.told(0).revisedPrompt()).contains("a fox");
    assertThat(world.results.told(1).revisedPrompt()).contains("foxes");
  }

  @Test
  void blanks_that_keep_the_connection_alive_are_no_answer() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.afterBlanks(50));

    assertThat(world.attempt(world.generation(1))).isEqualTo(Succeeded.ALL);
  }

  @Test
  void an_answer_may_come_byte_by_byte() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.dripping(Duration.ZERO));

    assertThat(world.attempt(world.generation(1))).isEqualTo(Succeeded.ALL);
    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image 1-0"));
  }

  @Test
  void much_json_before_the_image_is_neither_kept_nor_waited_for() throws InterruptedException {
    var sent = new AtomicLong();
    world.openAi.on(SUBMIT, Fault.preceded(100 << 20, sent));

    assertThat(world.attempt(world.generation(1))).isInstanceOf(Unknown.class);

    assertThat(sent.get()).isLessThan(40 << 20);
    assertThat(world.results.images()).isEmpty();
  }

  @Test
  void a_wrong_size_or_format_is_for_others_to_find()
      throws InterruptedException, UnusableMediaException {
    world.openAi.makes(ImageMaker.pictures().sized(new ImageSize(64, 48)).as(OutputFormat.JPEG));

    assertThat(world.attempt(world.generation(1))).isEqualTo(Succeeded.ALL);

    var info = Probe.read(new ByteArrayInputStream(world.results.bytes(0)));
    assertThat(info.format()).isEqualTo(OutputFormat.JPEG);
    assertThat(info.size()).isEqualTo(new ImageSize(64, 48));
  }

  @Test
  void the_images_that_came_are_kept_where_others_did_not() throws InterruptedException {
    world.openAi.more(-1);

    assertThat(world.attempt(world.generation(3))).isEqualTo(Succeeded.ALL);

    assertThat(world.results.images()).containsOnlyKeys(0, 1);
  }

  @Test
  void an_image_that_came_whole_is_kept_where_the_rest_breaks_off() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.cutAt(75));

    assertThat(world.attempt(world.generation(2))).isEqualTo(new Unknown("cut"));

    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image 1-0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":[]}",
        "{\"data\":null}",
        "{\"data\":[{\"b64_json\":\"\"}]}",
        "{\"data\":[{\"b64_json\":null,\"url\":null}]}",
        "[]",
        "7"
      })
  void an_answer_without_an_image_was_charged(String body) throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.json(200, body));

    assertThat(world.attempt(world.generation(1))).isInstanceOf(Spent.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "<html>Welcome</html>",
        "{\"data\":[{\"b64_json\":\"%%%%%%%%\"}]}",
        "{\"data\":[{\"url\":\"data:image/png;base64,%%%%\"}]}",
        "{\"data\":[{\"b64_json\":\"YQ==\"}]} and more",
        "{\"data\":[{\"url\":\"https://[nobody\"}]}"
      })
  void an_answer_that_makes_no_sense_may_have_been_charged(String body)
      throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.json(200, body));

    AttemptOutcome outcome = world.attempt(world.generation(1));

    assertThat(outcome).isInstanceOfAny(Unknown.class, Spent.class);
  }

  @Test
  void an_image_that_cannot_be_fetched_was_charged() throws InterruptedException {
    world.openAi.answersWith(ResultForm.URL);
    Fault gone = Fault.page(404);
    world.openAi.on(DOWNLOAD, Fault.none(), gone, gone, gone);

    assertThat(world.attempt(world.generation(2))).isInstanceOf(Spent.class);

    assertThat(world.results.texts()).isEqualTo(Map.of(0, "image 1-0"));
  }

  @Test
  void a_url_of_another_host_must_be_public() throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.json(200, "{\"data\":[{\"url\":\"http://localhost:9/a.png\"}]}"));

    assertThat(world.attempt(world.generation(1))).isInstanceOf(Spent.class);
  }

  @Test
  void an_error_may_come_with_status_200() throws InterruptedException {
    assertThat(said(200, errorBody("rate_limit_error", "rate_limit_exceeded", "Slow down")))
        .isInstanceOf(Throttled.class);
    assertThat(said(200, errorBody("server_error", "upstream_error", "It failed")))
        .isInstanceOfSatisfying(
            NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.SERVER_ERROR));
    assertThat(said(200, "{\"error\":\"out of memory\"}")).isInstanceOf(Unknown.class);
    assertThat(said(200, "{\"code\":\"INVALID_API_KEY\",\"message\":\"no\"}"))
        .isInstanceOfSatisfying(
            NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.CREDENTIAL));
    assertThat(said(200, "{\"code\":500,\"message\":\"no\"}")).isInstanceOf(Unknown.class);
  }

  @Test
  void moderation_says_where_and_for_what_it_blocked() throws InterruptedException {
    assertThat(
            said(
                400,
                """
                {"error":{"message":"Your request was rejected by the safety system. safety_violations=[sexual, violence].",
                 "type":"image_generation_user_error","code":"moderation_blocked"}}\
                """))
        .isEqualTo(
            new Refused(
                "Your request was rejected by the safety system. safety_violations=[sexual, violence].",
                Optional.of(Stage.INPUT),
                List.of("sexual", "violence")));
    assertThat(
            said(
                400,
                """
                {"error":{"message":"Rejected.","code":"moderation_blocked",
                 "moderation_details":{"moderation_stage":"output","categories":["violence"]}}}\
                """))
        .isEqualTo(new Refused("Rejected.", Optional.of(Stage.OUTPUT), List.of("violence")));
  }

  @Test
  void azures_filter_stands_inside_its_error() throws InterruptedException {
    assertThat(
            said(
                400,
                """
                {"error":{"code":"contentFilter","message":"Your task failed as a result of our safety system.",
                 "innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{}}}}\
                """))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.blocked()).contains(Stage.INPUT));
  }

  @Test
  void a_limit_is_told_by_each_of_its_headers() throws InterruptedException {
    String body = errorBody("requests", "rate_limit_exceeded", "Rate limit reached.");
    assertThat(limit(body, "retry-after-ms", "1500")).contains(Duration.ofMillis(1500));
    assertThat(limit(body, "Retry-After", "20")).contains(Duration.ofSeconds(20));
    assertThat(limit(body, "Retry-After", "Fri, 20 Nov 2026 12:00:30 GMT"))
        .contains(Duration.ofSeconds(30));
    assertThat(
            limit(body, "x-ratelimit-remaining-images", "0", "x-ratelimit-reset-images", "1m12s"))
        .contains(Duration.ofSeconds(72));
    assertThat(limit(errorBody("requests", "slow_down", "Please try again in 12s.")))
        .contains(Duration.ofSeconds(12));
    assertThat(limit(body)).isEmpty();
  }

  @Test
  void money_that_is_used_up_is_no_limit() throws InterruptedException {
    assertThat(said(429, errorBody("insufficient_quota", "insufficient_quota", "No more.")))
        .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.cause()).isEqualTo(Cause.QUOTA));
  }

  private AttemptOutcome said(int status, String body) throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.json(status, body));
    return world.attempt(world.generation(1));
  }

  private Optional<Duration> limit(String body, String... headers) throws InterruptedException {
    world.openAi.on(SUBMIT, Fault.json(429, body, headers));
    return ((Throttled) world.attempt(world.generation(1))).retryAfter();
  }
}
