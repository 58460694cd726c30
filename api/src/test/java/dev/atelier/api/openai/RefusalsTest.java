package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.Setup;
import dev.atelier.api.read.Strictness;
import dev.atelier.image.Blocked;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.limit.Allowance;
import dev.atelier.metering.limit.LimitSettings;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.Rule;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals that are not about a field, over the whole way. */
@Timeout(120)
class RefusalsTest {
  private static final String FOX = "{\"prompt\":\"A red fox\",\"size\":\"1024x640\"}";
  private static final String INVALID = "invalid_request_error";
  @TempDir Path directory;

  @Test
  void without_a_key() throws Exception {
    try (var server = LocalServer.start(directory)) {
      Answer answer = server.send(bare(server));

      answer.assertError(401, INVALID, "null", "null");
      assertThat(answer.header("www-authenticate")).hasValue("Bearer realm=\"OpenAI API\"");
      assertThat(answer.header("openai-organization")).isEmpty();
      assertThat(answer.header("openai-processing-ms")).isPresent();
    }
  }

  @Test
  void with_a_wrong_key_that_is_never_repeated() throws Exception {
    try (var server = LocalServer.start(directory)) {
      String secret = "sk-abcdefghijklmnopqrstuvwxyz0123456789";
      Answer answer = server.send(bare(server).header("Authorization", "Bearer " + secret));

      answer.assertError(401, INVALID, "null", "invalid_api_key");
      assertThat(answer.header("www-authenticate")).isPresent();
      assertThat(answer.json().path("error").path("message").stringValue())
          .startsWith("Incorrect API key provided: ");
      assertThat(answer.body()).doesNotContain(secret);
    }
  }

  @ParameterizedTest
  @CsvSource({"Authorization,bearer ", "Authorization,KEY ", "x-api-key,''", "api-key,''"})
  void a_key_may_come_in_several_headers(String header, String prefix) throws Exception {
    try (var server = LocalServer.start(directory)) {
      String value = prefix.strip() + (prefix.isEmpty() ? "" : " ") + server.key;

      assertThat(server.send(bare(server).header(header, value)).status()).isEqualTo(200);
    }
  }

  @Test
  void with_a_key_that_may_only_read() throws Exception {
    try (var server = LocalServer.start(directory)) {
      String reader = server.key(Set.of(Scope.READ), Optional.empty());

      server
          .send(bare(server).header("Authorization", "Bearer " + reader))
          .assertError(403, INVALID, "null", "null");
    }
  }

  @Test
  void over_a_rate_limit() throws Exception {
    var limits = new LimitSettings(new Allowance(0, 2, 0), Allowance.UNLIMITED);
    try (var server = LocalServer.start(directory, setup -> setup.with(limits))) {
      assertThat(server.generate(FOX.replace("}", ",\"n\":2}")).status()).isEqualTo(200);
      Answer answer = server.generate(FOX.replace("fox", "cat"));

      answer.assertError(429, "input-images", "null", "rate_limit_exceeded");
      assertThat(answer.header("retry-after").orElseThrow()).matches("[1-9][0-9]*");
      assertThat(answer.header("retry-after-ms").orElseThrow()).matches("[1-9][0-9]*");
      assertThat(answer.header("x-should-retry")).isEmpty();
    }
  }

  @Test
  void without_money() throws Exception {
    try (var server = LocalServer.start(directory)) {
      server.budget(1);
      Answer answer = server.generate(FOX);

      answer.assertError(429, "insufficient_quota", "null", "insufficient_quota");
      assertThat(answer.header("x-should-retry")).hasValue("false");
      assertThat(answer.header("retry-after")).isEmpty();
    }
  }

  @Test
  void by_the_operator_s_moderation() throws Exception {
    var moderation =
        Moderation.of(new ModerationSettings(List.of(new Rule("violence", List.of("gore")))));
    try (var server = LocalServer.start(directory, setup -> setup.with(moderation))) {
      Answer answer = server.generate("{\"prompt\":\"much gore\"}");

      var error =
          answer.assertError(400, "image_generation_user_error", "null", "moderation_blocked");
      assertThat(error.path("moderation_details").toString())
          .isEqualTo("{\"moderation_stage\":\"input\",\"categories\":[\"violence\"]}");
      assertThat(error.path("message").stringValue())
          .contains(answer.header("x-request-id").orElseThrow())
          .doesNotContain("gore");
      assertThat(answer.header("x-should-retry")).hasValue("false");
    }
  }

  @Test
  void by_the_upstream_s_moderation() throws Exception {
    var refused =
        new AttemptOutcome.Refused("policy", Optional.of(Blocked.Stage.OUTPUT), List.of("sexual"));
    try (var server = answering(refused)) {
      var error =
          server
              .generate(FOX)
              .assertError(400, "image_generation_user_error", "null", "moderation_blocked");

      assertThat(error.path("moderation_details").path("moderation_stage").stringValue())
          .isEqualTo("output");
    }
  }

  @Test
  void of_an_unknown_outcome_that_must_not_be_paid_twice() throws Exception {
    try (var server = answering(new AttemptOutcome.Unknown("the line was cut"))) {
      Answer answer = server.generate(FOX);

      answer.assertError(500, "server_error", "null", "server_error");
      assertThat(answer.header("x-should-retry")).hasValue("false");
      assertThat(answer.header("x-atelier-job")).isPresent();
      assertThat(answer.body()).doesNotContain("fox");
    }
  }

  @Test
  void of_waste() throws Exception {
    try (var server = answering(new AttemptOutcome.Spent("an empty answer"))) {
      Answer answer = server.generate(FOX);

      answer.assertError(500, "server_error", "null", "server_error");
      assertThat(answer.header("x-should-retry")).hasValue("false");
    }
  }

  @Test
  void with_a_full_disk() throws Exception {
    try (var server = LocalServer.start(directory, Setup::withDiskFull)) {
      Answer answer = server.generate(FOX);

      answer.assertError(503, "service_unavailable_error", "null", "server_is_overloaded");
      assertThat(answer.header("retry-after")).isPresent();
    }
  }

  @Test
  void without_an_account() throws Exception {
    try (var server = LocalServer.start(directory, setup -> setup.withModels("another"))) {
      var error = server.generate(FOX).assertError(403, INVALID, "null", "null");

      assertThat(error.path("message").stringValue()).contains("gpt-image-2");
    }
  }

  @Test
  void strictly_as_the_vendor_refuses_response_format() throws Exception {
    var strict = OpenAiSettings.DEFAULT.with(Strictness.STRICT);
    try (var server = LocalServer.start(directory, setup -> setup.with(strict))) {
      for (String value : List.of("\"url\"", "\"b64_json\"")) {
        var error =
            server
                .generate(FOX.replace("}", ",\"response_format\":" + value + "}"))
                .assertError(400, INVALID, "response_format", "unknown_parameter");
        assertThat(error.path("message").stringValue())
            .isEqualTo("Unknown parameter: 'response_format'.");
      }
    }
  }

  private LocalServer answering(AttemptOutcome outcome) throws Exception {
    var provider = FakeProvider.paid().answers(FakeProvider.Answer.of(outcome));
    return LocalServer.start(directory, setup -> setup.with(provider));
  }

  private static HttpRequest.Builder bare(LocalServer server) {
    return HttpRequest.newBuilder(server.uri("/v1/images/generations"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(FOX));
  }
}
