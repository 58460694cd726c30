package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.metering.key.Scope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients of sub2api read beside the vendor's own fields, for keys of that profile. */
@ExtendWith(SharedServer.class)
class Sub2apiTest {

  @Test
  void its_keys_are_told_the_model_and_the_prompt_as_used(LiveServer server) {
    String key = server.key(Set.of(Scope.GENERATE), Optional.of("sub2api"));
    try (var sdk = server.sdk(key)) {
      sdk.generate(small("a red fox"));

      JsonNode body = sdk.wire().last().json();
      assertThat(body.path("model").stringValue()).isEqualTo("gpt-image-2");
      assertThat(body.path("data").path(0).path("revised_prompt").stringValue())
          .isEqualTo("a red fox");

      sdk.stream(small("a red fox").partialImages(1));

      assertThat(sdk.wire().last().events())
          .hasSize(2)
          .allSatisfy(event ->
              assertThat(event.data().path("model").stringValue()).isEqualTo("gpt-image-2"));
    }
  }

  @Test
  void other_keys_are_not(LiveServer server) {
    try (var sdk = server.sdk()) {
      sdk.generate(small("a red fox"));

      assertThat(sdk.wire().last().json().has("model")).isFalse();
      assertThat(sdk.wire().last().json().path("data").path(0).has("revised_prompt")).isFalse();
    }
  }

  @Test
  void a_task_is_submitted_polled_and_its_picture_fetched(LiveServer server) {
    String key = server.key(Set.of(Scope.GENERATE, Scope.READ), Optional.of("sub2api"));
    HttpResponse<String> submitted =
        server.send(
            server
                .request("/v1/images/generations/async")
                .setHeader("Authorization", "Bearer " + key)
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"a red fox\",\"size\":\"1024x640\"}")));
    assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(202);
    String place = submitted.headers().firstValue("location").orElseThrow();

    JsonNode task =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> poll(server, place, key),
                one -> !one.path("status").stringValue().equals("processing"));

    assertThat(task.path("status").stringValue()).as(task.toString()).isEqualTo("completed");
    assertThat(task.at("/result/data/0/revised_prompt").stringValue()).isEqualTo("a red fox");
    HttpResponse<byte[]> image =
        server.send(
            HttpRequest.newBuilder(URI.create(task.at("/result/data/0/url").stringValue())),
            BodyHandlers.ofByteArray());
    assertThat(Pixels.size(Pixels.decode(image.body()))).isEqualTo("1024x640");
  }

  private static JsonNode poll(LiveServer server, String place, String key) {
    return JsonMapper.shared()
        .readTree(
            server.send(server.request(place).setHeader("Authorization", "Bearer " + key)).body());
  }
}
