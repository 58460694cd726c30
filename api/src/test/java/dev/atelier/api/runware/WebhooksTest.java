package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.send;
import static dev.atelier.api.runware.Tasks.task;
import static dev.atelier.api.runware.Tasks.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Receiver;
import dev.atelier.api.Receiver.Received;
import dev.atelier.api.Reply;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.image.Blocked;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Clients that ask to be called, and to have their images put somewhere. */
@Timeout(120)
class WebhooksTest {
  private static final FakeProvider.Answer SUCCESS = FakeProvider.Answer.SUCCESS;
  private static final FakeProvider.Answer BLOCKED =
      FakeProvider.Answer.of(
          new AttemptOutcome.Refused("no", Optional.of(Blocked.Stage.OUTPUT), List.of("x")));
  private static final GuardedClient ANYWHERE = new GuardedClient(true);

  @TempDir Path directory;

  @Test
  void each_image_is_told_as_soon_as_it_is_there_in_a_flat_body() throws Exception {
    var held = new Held();
    try (var receiver = new Receiver();
        var server = start(SUCCESS, held)) {
      ObjectNode asked =
          inference("\"numberResults\":2,\"includeCost\":true")
              .put("webhookURL", receiver.url("/hook?token=a%20b"));
      Reply taken = send(server, asked);
      assertThat(taken.json().path("data").size()).isEqualTo(2);
      assertThat(taken.json().at("/data/0").propertyNames())
          .containsExactlyInAnyOrder("taskType", "taskUUID");
      await().until(() -> server.sendDue() == 1);
      held.release();
      await().until(() -> server.sendDue() >= 1);
      await()
          .until(() -> {
            server.sendDue();
            return receiver.received().size() == 2;
          });

      Reply state = send(server, task("getResponse").put("taskUUID", uuid(asked)));
      for (Received one : receiver.received()) {
        assertThat(one.method()).isEqualTo("POST");
        assertThat(one.target()).isEqualTo("/hook?token=a%20b");
        JsonNode body = JsonMapper.shared().readTree(one.body());
        assertThat(body.propertyNames())
            .containsExactlyInAnyOrder(
                "taskType", "taskUUID", "imageUUID", "imageURL", "seed", "cost");
        assertThat(uuid(body)).isEqualTo(uuid(asked));
        assertThat(server.image(body.path("imageURL").stringValue())).isPresent();
        assertThat(state.body()).contains(body.path("imageUUID").stringValue());
      }
      assertThat(receiver.received()).extracting(Received::body).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_failure_is_told_once_after_what_was_made() throws Exception {
    try (var receiver = new Receiver();
        var server = start(SUCCESS, BLOCKED)) {
      ObjectNode asked =
          inference("\"numberResults\":2,\"deliveryMethod\":\"async\"")
              .put("webhookURL", receiver.url("/hook"));
      assertThat(send(server, asked).json().path("data").size()).isEqualTo(1);
      await()
          .until(() -> {
            server.sendDue();
            return receiver.received().size() == 2;
          });
      JsonNode failed = JsonMapper.shared().readTree(receiver.received().get(1).body());
      assertThat(failed.path("code").stringValue()).isEqualTo("invalidProviderContent");
      assertThat(failed.path("status").stringValue()).isEqualTo("error");
      assertThat(uuid(failed)).isEqualTo(uuid(asked));
    }
  }

  @Test
  void a_body_holds_the_image_where_that_was_asked_for() throws Exception {
    try (var receiver = new Receiver();
        var server = start(SUCCESS)) {
      send(
          server, inference("\"outputType\":\"dataURI\"").put("webhookURL", receiver.url("/hook")));
      await()
          .until(() -> {
            server.sendDue();
            return receiver.received().size() == 1;
          });
      assertThat(receiver.received().getFirst().body())
          .contains("\"imageDataURI\":\"data:image/png;base64,iVBOR");
    }
  }

  @Test
  void a_receiver_that_fails_is_called_eight_times_in_all() throws Exception {
    try (var receiver = new Receiver(500, 302, 404, 503, 500, 500, 500, 500, 500, 500);
        var server = start(SUCCESS)) {
      send(server, inference("").put("webhookURL", receiver.url("/hook")));
      await().until(() -> server.sendDue() >= 1);
      for (int i = 0; i < 20; i++) {
        server.clock.advance(Duration.ofSeconds(10));
        server.sendDue();
      }
      assertThat(receiver.received()).hasSize(8);
      assertThat(receiver.received())
          .extracting(one -> JsonMapper.shared().readTree(one.body()).path("imageUUID"))
          .containsOnly(
              JsonMapper.shared()
                  .readTree(receiver.received().getFirst().body())
                  .path("imageUUID"));
      assertThat(server.renderer(RunwareApi.RENDERER).retryPolicy().timeout())
          .isEqualTo(Duration.ofSeconds(5));
    }
  }

  @Test
  void an_image_is_put_to_the_endpoint_byte_for_byte() throws Exception {
    try (var receiver = new Receiver();
        var server = start(SUCCESS)) {
      Reply done =
          send(
              server,
              inference("\"outputFormat\":\"WEBP\"")
                  .put("uploadEndpoint", receiver.url("/bucket/a.webp?sig=1")));
      assertThat(done.json().at("/data/0/imageURL").isString()).isTrue();
      await()
          .until(() -> {
            server.sendDue();
            return receiver.received().size() == 1;
          });
      Received put = receiver.received().getFirst();
      assertThat(put.method()).isEqualTo("PUT");
      assertThat(put.target()).isEqualTo("/bucket/a.webp?sig=1");
      assertThat(put.mediaType()).isEqualTo("image/webp");
      assertThat(put.body()).startsWith("RIFF");
    }
  }

  private ApiServer start(FakeProvider.Answer... answers) throws Exception {
    return ApiServer.start(
        directory,
        setup ->
            setup
                .with(
                    new FakeProvider("paid", new Capabilities(1, false, false, false))
                        .answers(answers))
                .withReceivers(ANYWHERE));
  }
}
