package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.send;
import static dev.atelier.api.runware.Tasks.task;
import static dev.atelier.api.runware.Tasks.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.Blocked;
import dev.atelier.image.ImageSize;
import dev.atelier.image.TenantId;
import dev.atelier.media.ImageInfo;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks by HTTP, from the vendor's page. */
@Timeout(120)
class CallsTest {
  @TempDir static Path shared;
  @TempDir Path directory;
  private static ApiServer server;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(shared);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_task_is_answered_with_its_image_and_no_key_is_needed_to_read_that() throws Exception {
    ObjectNode asked = inference("");
    Reply reply = send(server, asked);

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.header("x-atelier-job")).isPresent();
    assertThat(reply.header("x-atelier-engine")).contains("fake");
    JsonNode item = reply.json().at("/data/0");
    assertThat(item.path("taskType").stringValue()).isEqualTo("imageInference");
    assertThat(item.path("taskUUID").stringValue()).isEqualTo(uuid(asked));
    assertThat(item.path("seed").isIntegralNumber()).isTrue();
    assertThat(item.path("seed").longValue()).isBetween(1L, (1L << 53) - 1);
    assertThat(names(item))
        .containsExactlyInAnyOrder("taskType", "taskUUID", "imageUUID", "imageURL", "seed");
    assertThat(names(reply.json())).containsExactly("data");
    assertThat(image(server, item).size()).isEqualTo(new ImageSize(1024, 1024));
  }

  @Test
  void every_form_of_output_is_given_together() throws Exception {
    Reply reply =
        send(
            server,
            inference(
                "\"outputType\":[\"URL\",\"base64Data\",\"dataURI\"],\"numberResults\":2,"
                    + "\"includeCost\":true,\"seed\":77"));

    List<JsonNode> items = items(reply);
    assertThat(items).hasSize(2);
    assertThat(items).extracting(item -> item.path("seed").longValue()).containsExactly(77L, 78L);
    assertThat(items)
        .extracting(item -> item.path("imageUUID").stringValue())
        .doesNotHaveDuplicates();
    for (JsonNode item : items) {
      byte[] bytes = Base64.getDecoder().decode(item.path("imageBase64Data").stringValue());
      assertThat(bytes).startsWith(0x89, 'P', 'N', 'G');
      assertThat(item.path("imageDataURI").stringValue()).isEqualTo(Samples.dataUrl(bytes));
      assertThat(item.path("cost").isNumber()).isTrue();
      assertThat(item.path("imageURL").stringValue()).contains("/files/");
    }
    assertThat(reply.body()).doesNotContain("null").doesNotContain("NSFWContent");
  }

  @ParameterizedTest
  @CsvSource({"jpg,jpeg", "JPEG,jpeg", "PNG,png", "WEBP,webp"})
  void formats_are_read_in_any_case(String written, String format) throws Exception {
    Reply reply = send(server, inference("\"outputFormat\":\"" + written + "\""));

    assertThat(image(server, items(reply).getFirst()).format().mediaType())
        .isEqualTo("image/" + format);
  }

  @ParameterizedTest
  @CsvSource({"512,512", "1024,1024", "3840,2160", "16,16", "2048,688", "1504,512"})
  void the_image_has_exactly_the_pixels_that_were_ordered(int width, int height) throws Exception {
    ObjectNode asked = inference("").put("width", width).put("height", height);

    assertThat(image(server, items(send(server, asked)).getFirst()).size())
        .isEqualTo(new ImageSize(width, height));
  }

  @Test
  void twenty_results_are_possible() throws Exception {
    assertThat(items(send(server, inference("\"numberResults\":20")))).hasSize(20);
  }

  @Test
  void the_key_may_come_as_a_task_and_then_needs_no_header() throws Exception {
    Reply done = bare(server, Tasks.array(Tasks.authentication(server.key()), inference("")));
    assertThat(items(done)).hasSize(1);
    assertThat(items(done).getFirst().path("taskType").stringValue()).isEqualTo("imageInference");

    Reply alone = bare(server, Tasks.array(Tasks.authentication(server.key())));
    assertThat(alone.json().at("/data/0/connectionSessionUUID").stringValue()).hasSize(36);
  }

  @ParameterizedTest
  @CsvSource({"missingApiKey,", "invalidApiKey,atl_nonsense"})
  void without_a_good_key_nothing_is_done(String code, String key) throws Exception {
    String body =
        key == null
            ? Tasks.array(inference(""))
            : Tasks.array(Tasks.authentication(key), inference(""));
    int before = server.jobs();
    Reply reply = bare(server, body);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text("/errors/0/code")).isEqualTo(code);
    assertThat(reply.text("/error/code")).isEqualTo(code);
    assertThat(reply.text("/errors/0/taskType")).isEqualTo("authentication");
    assertThat(server.jobs()).isEqualTo(before);
  }

  @Test
  void a_long_body_is_not_read_for_somebody_unknown() throws Exception {
    Reply reply =
        bare(server, "[{\"taskType\":\"imageUpload\",\"image\":\"" + "A".repeat(9 << 20) + "\"}]");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text("/error/code")).isEqualTo("invalidRequestBody");
  }

  @Test
  void mixed_outcomes_are_a_success_with_errors_and_failures_alone_are_one() throws Exception {
    ObjectNode good = inference("");
    ObjectNode bad = inference("").put("width", 1000);
    ObjectNode worse = task("upscale");
    Reply mixed = send(server, bad, good, worse);
    assertThat(mixed.status()).isEqualTo(200);
    assertThat(items(mixed)).hasSize(1);
    assertThat(mixed.text("/errors/0/taskUUID")).isEqualTo(uuid(bad));
    assertThat(mixed.text("/errors/1/taskUUID")).isEqualTo(uuid(worse));
    assertThat(mixed.text("/errors/1/code")).isEqualTo("unsupportedTaskType");
    assertThat(mixed.json().has("error")).isFalse();

    Reply failed = send(server, bad, worse);
    assertThat(failed.status()).isEqualTo(400);
    assertThat(failed.json().path("data").isEmpty()).isTrue();
    assertThat(failed.text("/error/code")).isEqualTo("invalidWidth");
  }

  @Test
  void an_async_task_is_acknowledged_once_and_its_images_appear_one_by_one() throws Exception {
    var second = new Held();
    var spent = FakeProvider.Answer.of(new AttemptOutcome.Spent("an empty answer"));
    try (var server =
        ApiServer.start(
            directory,
            s -> s.with(oneByOne().answers(FakeProvider.Answer.SUCCESS, second, spent)))) {
      ObjectNode asked = inference("\"deliveryMethod\":\"async\",\"numberResults\":2");
      Reply taken = send(server, asked);
      assertThat(taken.json().path("data").size()).isEqualTo(1);
      assertThat(names(taken.json().at("/data/0")))
          .containsExactlyInAnyOrder("taskType", "taskUUID");

      await()
          .untilAsserted(() ->
              assertThat(statuses(poll(server, uuid(asked)))).contains("success", "processing"));
      second.release();
      await()
          .untilAsserted(() ->
              assertThat(statuses(poll(server, uuid(asked))))
                  .containsExactly("success", "success"));
      Reply first = poll(server, uuid(asked));
      assertThat(poll(server, uuid(asked)).text("/data/0/imageUUID"))
          .isEqualTo(first.text("/data/0/imageUUID"));
    }
  }

  @Test
  void what_failed_of_an_async_task_is_told_as_its_state() throws Exception {
    var blocked =
        new Held(
            FakeProvider.Answer.of(
                new AttemptOutcome.Refused("no", Optional.of(Blocked.Stage.OUTPUT), List.of("x"))));
    var good = new Held();
    try (var server = ApiServer.start(directory, s -> s.with(oneByOne().answers(blocked, good)))) {
      ObjectNode asked = inference("\"deliveryMethod\":\"async\",\"numberResults\":2");
      send(server, asked);
      blocked.awaitBegun();
      good.awaitBegun(); // after a refusal nothing more would be bought
      good.release();
      blocked.release();
      await()
          .untilAsserted(() -> {
            Reply reply = poll(server, uuid(asked));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(statuses(reply)).containsExactly("success");
            assertThat(reply.text("/errors/0/code")).isEqualTo("invalidProviderContent");
            assertThat(reply.text("/errors/0/status")).isEqualTo("error");
            assertThat(reply.text("/errors/0/taskUUID")).isEqualTo(uuid(asked));
            assertThat(reply.json().has("error")).isFalse();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"getResponse", "getTaskDetails"})
  void a_task_that_nobody_knows_is_not_found(String type) throws Exception {
    ObjectNode asked = task(type);
    Reply reply = send(server, asked);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text("/errors/0/code")).isEqualTo("taskFailedOrNotFound");
    assertThat(reply.text("/errors/0/taskUUID")).isEqualTo(uuid(asked));
  }

  @Test
  void a_task_of_another_tenant_is_not_found() throws Exception {
    ObjectNode asked = inference("");
    send(server, asked);
    String other = server.key(new TenantId("other"), Scope.all());
    Reply reply =
        bare(
            server,
            Tasks.array(
                Tasks.authentication(other), task("getResponse").put("taskUUID", uuid(asked))));
    assertThat(reply.status()).isEqualTo(404);
  }

  @Test
  void the_same_task_again_is_the_same_and_another_of_its_id_is_refused() throws Exception {
    int before = server.jobs();
    ObjectNode asked = inference("\"numberResults\":3");
    Set<String> first = imageIds(send(server, asked));
    ObjectNode upper = asked.deepCopy().put("taskUUID", uuid(asked).toUpperCase(Locale.ROOT));

    assertThat(imageIds(send(server, asked))).isEqualTo(first);
    assertThat(imageIds(send(server, asked.deepCopy().put("numberResults", 2))))
        .hasSize(2)
        .isSubsetOf(first);
    assertThat(server.jobs()).isEqualTo(before + 1);
    for (ObjectNode other :
        List.of(
            asked.deepCopy().put("numberResults", 4),
            asked.deepCopy().put("positivePrompt", "another"),
            asked.deepCopy().put("numberResults", 2).put("width", 1536),
            upper.put("height", 1536))) {
      Reply refused = send(server, other);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("/errors/0/code")).isEqualTo("conflictTaskUUID");
    }
    assertThat(server.jobs()).isEqualTo(before + 1);
  }

  @Test
  void a_call_that_is_held_too_long_is_told_to_ask_again() throws Exception {
    var held = new Held();
    RunwareSettings usual = RunwareSettings.DEFAULT;
    var impatient =
        new RunwareSettings(
            usual.imageBodyBytesMax(),
            usual.tasksMax(),
            Duration.ofMillis(1),
            usual.socket(),
            usual.socketTasksMax(),
            usual.resumeWithin());
    try (var server =
        ApiServer.start(
            directory, s -> s.with(FakeProvider.paid().answers(held)).with(impatient))) {
      ObjectNode asked = inference("");
      Reply reply = send(server, asked);
      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.text("/errors/0/code")).isEqualTo("timeout");
      assertThat(reply.text("/errors/0/taskUUID")).isEqualTo(uuid(asked));
      held.release();
      await()
          .untilAsserted(
              () -> assertThat(statuses(poll(server, uuid(asked)))).containsExactly("success"));
    }
  }

  @Test
  void links_last_as_long_as_was_asked_from_the_moment_an_image_is_done() throws Exception {
    ObjectNode asked = inference("\"ttl\":60");
    JsonNode item = items(send(server, asked)).getFirst();
    server.clock.advance(Duration.ofSeconds(40));
    Reply later = poll(server, uuid(asked));
    assertThat(later.text("/data/0/imageURL")).isEqualTo(item.path("imageURL").stringValue());
    assertThat(server.image(item.path("imageURL").stringValue())).isPresent();
    server.clock.advance(Duration.ofSeconds(21));
    assertThat(server.image(item.path("imageURL").stringValue())).isEmpty();
  }

  @Test
  void details_tell_what_was_asked_and_what_came() throws Exception {
    ObjectNode asked =
        inference("\"providerSettings\":{\"openai\":{\"quality\":\"low\"}},\"width\":512")
            .put("height", 512);
    Reply done = send(server, asked);
    Reply details = send(server, task("getTaskDetails").put("taskUUID", uuid(asked)));

    JsonNode item = details.json().at("/data/0");
    assertThat(item.at("/request/0/positivePrompt").stringValue())
        .isEqualTo("a paper boat on a puddle");
    assertThat(item.at("/request/0/width").intValue()).isEqualTo(512);
    assertThat(item.at("/request/0/providerSettings/openai/quality").stringValue())
        .isEqualTo("low");
    assertThat(item.at("/response/data/0/imageUUID").stringValue())
        .isEqualTo(items(done).getFirst().path("imageUUID").stringValue());
  }

  @Test
  void models_account_and_ping_are_answered() throws Exception {
    Reply reply =
        send(
            server,
            task("modelSearch").put("search", "GPT image"),
            task("accountManagement").put("operation", "getDetails"),
            Tasks.task("ping").put("ping", true));
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.text("/data/0/results/0/air")).isEqualTo("openai:gpt-image@2");
    assertThat(reply.json().at("/data/0/totalResults").intValue()).isEqualTo(3);
    assertThat(reply.text("/data/1/organizationName")).isEqualTo("default");
    assertThat(reply.json().at("/data/2/pong").booleanValue()).isTrue();
    assertThat(reply.body()).doesNotContain(server.key());
  }

  @Test
  void a_job_of_another_api_can_be_asked_for_by_its_own_id() throws Exception {
    Reply made = server.post("/v1/images/generations", "{\"prompt\":\"fox\"}");
    String job = made.header("x-atelier-job").orElseThrow();
    Reply polled = poll(server, job);
    assertThat(polled.text("/data/0/status")).isEqualTo("success");
    assertThat(polled.text("/data/0/imageURL")).contains("/files/");
  }

  private static FakeProvider oneByOne() {
    return new FakeProvider("paid", new Capabilities(1, false, false, false));
  }

  private static Reply poll(ApiServer server, String uuid) throws Exception {
    return send(server, task("getResponse").put("taskUUID", uuid));
  }

  private static Reply bare(ApiServer server, String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.uri(Tasks.PATH))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static List<JsonNode> items(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return StreamSupport.stream(reply.json().path("data").spliterator(), false).toList();
  }

  private static List<String> statuses(Reply reply) {
    return items(reply).stream().map(item -> item.path("status").stringValue("")).toList();
  }

  private static Set<String> imageIds(Reply reply) {
    var ids = new HashSet<String>();
    items(reply).forEach(item -> ids.add(item.path("imageUUID").stringValue()));
    return ids;
  }

  private static List<String> names(JsonNode object) {
    return List.copyOf(object.propertyNames());
  }

  private static ImageInfo image(ApiServer server, JsonNode item) throws Exception {
    return server.image(item.path("imageURL").stringValue()).orElseThrow();
  }
}
