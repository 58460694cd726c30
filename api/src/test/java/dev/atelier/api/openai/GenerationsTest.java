package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import dev.atelier.provider.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class GenerationsTest {
  private static final String FOX =
      """
      {"model":"gpt-image-2","prompt":"A red fox","size":"1024x640","quality":"low"}\
      """;
  @TempDir static Path directory;
  private static LocalServer server;

  @BeforeAll
  static void start() throws Exception {
    server = LocalServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<ImagesSchema.Example> requests() {
    return ImagesSchema.examples().stream()
        .filter(example -> example.definition().equals("ImageGenerateRequest"))
        .toList();
  }

  @Test
  void a_generation_answers_as_published() throws Exception {
    Answer answer = server.generate(FOX);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
    JsonNode body = answer.json();
    assertThat(body.propertyNames())
        .containsExactly(
            "created", "background", "data", "output_format", "quality", "size", "usage");
    assertThat(body.path("created").longValue()).isEqualTo(server.clock.instant().getEpochSecond());
    assertThat(body.path("background").stringValue()).isEqualTo("opaque");
    assertThat(body.path("quality").stringValue()).isEqualTo("low");
    assertThat(body.path("size").stringValue()).isEqualTo("1024x640");
    assertThat(Base64.getDecoder().decode(body.path("data").path(0).path("b64_json").stringValue()))
        .isEqualTo(server.provider.png(new ImageSize(1024, 640)));
    assertThat(body.path("usage").toString())
        .isEqualTo(
            """
            {"input_tokens":11,"input_tokens_details":{"image_tokens":0,"text_tokens":11},\
            "output_tokens":107,"output_tokens_details":{"image_tokens":107,"text_tokens":0},\
            "total_tokens":118}\
            """);
  }

  @Test
  void every_auto_is_answered_with_what_it_became() throws Exception {
    JsonNode body = server.generate("{\"prompt\":\"A red fox\"}").json();

    assertThat(body.path("size").stringValue()).isEqualTo("1024x1024");
    assertThat(body.path("quality").stringValue()).isEqualTo("medium");
    assertThat(body.path("output_format").stringValue()).isEqualTo("png");
  }

  @Test
  void several_pictures_add_their_usage_up() throws Exception {
    JsonNode body = server.generate(FOX.replace("}", ",\"n\":3}")).json();

    assertThat(body.path("data").size()).isEqualTo(3);
    assertThat(body.path("usage").path("input_tokens").intValue()).isEqualTo(33);
    assertThat(body.path("usage").path("output_tokens").intValue()).isEqualTo(3 * 107);
  }

  @Test
  void every_answer_has_the_published_headers() throws Exception {
    Answer answer = server.generate(FOX);

    assertThat(answer.header("x-request-id").orElseThrow()).matches("req_[0-9a-f]{32}");
    assertThat(answer.header("openai-processing-ms").orElseThrow()).matches("[0-9]+");
    assertThat(answer.header("openai-version")).hasValue("2020-10-01");
    assertThat(answer.header("openai-organization")).hasValue("default");
    assertThat(answer.header("openai-project")).hasValue("default");
    assertThat(answer.header("access-control-expose-headers").orElseThrow())
        .containsIgnoringCase("X-Request-ID");
    assertThat(answer.header("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.header("content-type")).hasValue("application/json");
    assertThat(answer.header("content-length")).hasValue(Integer.toString(answer.body().length()));
    assertThat(answer.header("x-atelier-engine")).hasValue("fake");
    assertThat(answer.header("x-atelier-job").orElseThrow()).matches("[0-9a-f-]{36}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/openai/v1", "/openai"})
  void every_mount_answers_alike(String prefix) throws Exception {
    assertThat(server.send(server.json(prefix + "/images/generations", FOX)).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void published_requests_are_accepted(ImagesSchema.Example example) throws Exception {
    Answer answer = server.generate(example.json());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void nulls_mean_not_given() throws Exception {
    Answer answer =
        server.generate(
            """
            {"prompt":"A red fox","model":null,"n":null,"size":null,"quality":null,\
            "output_format":null,"output_compression":null,"background":null,"moderation":null,\
            "stream":null,"partial_images":null,"safety_identifier":null,"user":null,\
            "response_format":null}\
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().has("safety_identifier")).isFalse();
  }

  @Test
  void harmless_combinations_are_accepted() throws Exception {
    Answer answer =
        server.generate(
            """
            {"prompt":"A red fox","size":"1024x640","quality":"low","output_compression":100,\
            "partial_images":0,"moderation":"low","response_format":"b64_json"}\
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    ImagesSchema.assertValid("ImagesResponseOurs", answer.body());
  }

  @Test
  void the_safety_identifier_is_told_back_and_wins_over_user() throws Exception {
    Answer both =
        server.generate(FOX.replace("}", ",\"user\":\"old\",\"safety_identifier\":\"new\"}"));
    Answer old = server.generate(FOX.replace("}", ",\"user\":\"old\",\"safety_identifier\":\"\"}"));

    ImagesSchema.assertValid("ImagesResponseOurs", both.body());
    assertThat(both.json().path("safety_identifier").stringValue()).isEqualTo("new");
    assertThat(old.json().has("safety_identifier")).isFalse();
    assertThat(server.provider.calls().getLast().request().order().endUser()).hasValue("old");
  }

  @Test
  void a_link_instead_of_the_picture() throws Exception {
    Answer answer = server.generate(FOX.replace("}", ",\"response_format\":\"url\"}"));

    ImagesSchema.assertValid("ImagesResponse", answer.body());
    JsonNode data = answer.json().path("data").path(0);
    assertThat(data.propertyNames()).containsExactly("url");
    assertThat(data.path("url").stringValue())
        .startsWith(server.uri("/files/").toString())
        .contains("&sig=");
  }

  @Test
  void a_sub2api_key_gets_the_fields_its_clients_read() throws Exception {
    String key = server.key(Set.of(Scope.GENERATE), Optional.of("sub2api"));
    server.provider.answers((provider, call, results) -> {
      try (var sink = results.image(0)) {
        sink.write(provider.png(new ImageSize(1024, 640)));
        sink.complete(
            new Results.ImageMetadata(
                Optional.empty(), Optional.of("A very red fox"), OptionalLong.empty(), List.of()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return AttemptOutcome.Succeeded.ALL;
    });

    Answer answer =
        server.send(
            server.json("/v1/images/generations", FOX).setHeader("Authorization", "Bearer " + key));

    assertThat(answer.json().path("model").stringValue()).isEqualTo("gpt-image-2");
    assertThat(answer.json().path("data").path(0).path("revised_prompt").stringValue())
        .isEqualTo("A very red fox");
  }

  @Test
  void a_picture_withheld_by_the_upstream_is_left_out() throws Exception {
    server.provider.answers((provider, call, results) -> {
      provider.deliver(call, 1, results);
      return new AttemptOutcome.Succeeded(List.of(0));
    });

    Answer answer = server.generate(FOX.replace("}", ",\"n\":2}"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("data").size()).isEqualTo(1);
    assertThat(answer.json().path("usage").path("output_tokens").intValue()).isEqualTo(107);
  }

  @Test
  void the_access_log_tells_of_the_job_and_never_of_the_prompt() throws Exception {
    Answer answer = server.generate(FOX.replace("}", ",\"user\":\"u-1\"}"));

    var notes =
        Awaitility.await()
            .until(() -> server.logged(answer), Optional::isPresent)
            .orElseThrow()
            .notes();
    assertThat(notes)
        .containsEntry("job", answer.header("x-atelier-job").orElseThrow())
        .containsEntry("endUser", "u-1")
        .containsEntry("size", "1024x640")
        .containsEntry("quality", "low")
        .containsEntry("format", "png")
        .containsEntry("usage", 118L)
        .containsKeys("key", "tenant");
    assertThat(notes.toString()).doesNotContain("fox").doesNotContain(server.key);
  }

  @Test
  void the_same_idempotency_key_replays_the_answer() throws Exception {
    int before = server.provider.calls().size();
    Answer first = sendKeyed("k-1", FOX);
    Answer second = sendKeyed("k-1", FOX);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("x-atelier-job")).isEqualTo(first.header("x-atelier-job"));
    assertThat(server.provider.calls()).hasSize(before + 1);
  }

  @Test
  void a_replayed_failure_is_the_same_failure() throws Exception {
    server.provider.answers(
        FakeProvider.Answer.of(
            new AttemptOutcome.Refused("it will not", Optional.empty(), List.of())));

    Answer first = sendKeyed("k-2", FOX);
    Answer second = sendKeyed("k-2", FOX);

    first.assertError(400, "image_generation_user_error", "null", "provider_refused");
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void another_body_under_the_same_idempotency_key_is_refused() throws Exception {
    Answer first = sendKeyed("k-3", FOX);
    Answer second = sendKeyed("k-3", FOX.replace("fox", "cat"));

    assertThat(first.status()).isEqualTo(200);
    second.assertError(409, "invalid_request_error", "null", "idempotency_key_reused");
    assertThat(second.header("x-should-retry")).hasValue("false");
  }

  @Test
  void a_retry_of_an_sdk_joins_the_original() throws Exception {
    String otter = FOX.replace("fox", "otter");
    int before = server.provider.calls().size();
    Answer first =
        server.send(
            server.json("/v1/images/generations", otter).header("X-Stainless-Retry-Count", "0"));
    Answer second =
        server.send(
            server.json("/v1/images/generations", otter).header("X-Stainless-Retry-Count", "1"));
    Answer fresh = server.generate(otter);

    assertThat(second.header("x-atelier-job")).isEqualTo(first.header("x-atelier-job"));
    assertThat(fresh.header("x-atelier-job")).isNotEqualTo(first.header("x-atelier-job"));
    assertThat(server.provider.calls()).hasSize(before + 2);
  }

  private static Answer sendKeyed(String idempotencyKey, String json) throws Exception {
    return server.send(
        server.json("/v1/images/generations", json).header("Idempotency-Key", idempotencyKey));
  }
}
