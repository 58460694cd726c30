package dev.atelier.api.runware;

import static dev.atelier.api.runware.Tasks.inference;
import static dev.atelier.api.runware.Tasks.task;
import static dev.atelier.api.runware.Tasks.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Samples;
import dev.atelier.http.server.SocketLimits;
import dev.atelier.image.Blocked;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Capabilities;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tasks by WebSocket: the rules that the vendor's clients route messages by. */
@Timeout(120)
class SocketTasksTest {
  private static final FakeProvider.Answer SUCCESS = FakeProvider.Answer.SUCCESS;
  private static final FakeProvider.Answer BLOCKED =
      FakeProvider.Answer.of(
          new AttemptOutcome.Refused("no", Optional.of(Blocked.Stage.OUTPUT), List.of("x")));

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
  void a_key_opens_a_session_and_a_wrong_one_is_told_in_both_forms_and_closed() throws Exception {
    try (var good = SocketClient.open(server);
        var bad = SocketClient.open(server)) {
      JsonNode answer = good.send(Tasks.authentication(server.key())).next();
      assertThat(answer.propertyNames()).containsExactly("data");
      assertThat(answer.path("data").size()).isEqualTo(1);
      assertThat(answer.at("/data/0").propertyNames())
          .containsExactlyInAnyOrder("taskType", "connectionSessionUUID");

      JsonNode refused = bad.send(Tasks.authentication("atl_wrong")).next();
      for (JsonNode error : List.of(refused.at("/errors/0"), refused.path("error"))) {
        assertThat(error.path("code").stringValue()).isEqualTo("invalidApiKey");
        assertThat(error.path("taskType").stringValue()).isEqualTo("authentication");
        assertThat(error.has("taskUUID")).isFalse();
      }
      assertThat(bad.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void pings_are_answered_before_authentication_and_during_work_and_alone() throws Exception {
    var held = new Held();
    try (var busy = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)));
        var client = SocketClient.open(busy)) {
      ObjectNode ping = Tasks.ping();
      assertThat(client.send(ping).next().toString())
          .isEqualTo("{\"data\":[{\"taskType\":\"ping\",\"pong\":true}]}");
      client.authenticate(busy.key());
      client.send(inference(""));
      held.awaitBegun();
      long begun = System.nanoTime();
      JsonNode pong = client.send(ping).next();
      assertThat(pong.at("/data/0/pong").booleanValue()).isTrue();
      assertThat(pong.path("data").size()).isEqualTo(1);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      held.release();
      assertThat(client.next().at("/data/0/imageUUID").isString()).isTrue();
    }
  }

  @Test
  void a_task_without_authentication_is_told_what_is_missing() throws Exception {
    try (var client = SocketClient.open(server)) {
      ObjectNode asked = inference("");
      JsonNode answer = client.send(asked).next();
      assertThat(answer.at("/errors/0/code").stringValue()).isEqualTo("missingApiKey");
      assertThat(answer.at("/errors/0/taskUUID").stringValue()).isEqualTo(uuid(asked));
      assertThat(answer.at("/errors/0/taskType").stringValue()).isEqualTo("imageInference");
      assertThat(answer.has("error")).isFalse();
    }
  }

  @Test
  void each_result_is_a_message_of_its_own() throws Exception {
    try (var client = SocketClient.known(server)) {
      ObjectNode asked =
          inference("\"numberResults\":2,\"outputType\":\"base64Data\",\"includeCost\":true");
      asked.put("taskUUID", uuid(asked).toUpperCase(Locale.ROOT));
      client.send(asked);
      var ids = new HashSet<String>();
      var seeds = new HashSet<Long>();
      for (int i = 0; i < 2; i++) {
        String text = client.nextText();
        assertThat(text).doesNotContain("errors").doesNotContain("null");
        JsonNode answer = JsonMapper.shared().readTree(text);
        assertThat(answer.path("data").size()).isEqualTo(1);
        JsonNode item = answer.at("/data/0");
        assertThat(item.path("taskUUID").stringValue()).isEqualTo(uuid(asked));
        assertThat(item.path("imageBase64Data").stringValue()).startsWith("iVBOR");
        assertThat(item.has("status")).isFalse();
        ids.add(item.path("imageUUID").stringValue());
        seeds.add(item.path("seed").longValue());
      }
      assertThat(ids).hasSize(2);
      assertThat(seeds).hasSize(2);
      assertThat(client.silent()).isTrue();
    }
  }

  @Test
  void tasks_of_one_message_are_answered_apart() throws Exception {
    try (var client = SocketClient.known(server)) {
      ObjectNode good = inference("");
      ObjectNode bad = inference("").put("width", 1000);
      client.send(good, bad);
      Map<String, JsonNode> answers = new HashMap<>();
      for (int i = 0; i < 2; i++) {
        JsonNode answer = client.next();
        JsonNode only = answer.has("data") ? answer.at("/data/0") : answer.at("/errors/0");
        assertThat(answer.path("data").size() + answer.path("errors").size()).isEqualTo(1);
        answers.put(uuid(only), answer);
      }
      assertThat(Objects.requireNonNull(answers.get(uuid(good))).has("data")).isTrue();
      assertThat(Objects.requireNonNull(answers.get(uuid(bad))).at("/errors/0/code").stringValue())
          .isEqualTo("invalidWidth");
    }
  }

  @Test
  void what_was_made_is_sent_and_then_one_error() throws Exception {
    try (var some =
            ApiServer.start(directory, s -> s.with(oneByOne().answers(SUCCESS, BLOCKED, SUCCESS)));
        var client = SocketClient.known(some)) {
      ObjectNode asked = inference("\"numberResults\":3");
      client.send(asked);
      assertThat(client.next().path("data").size()).isEqualTo(1);
      assertThat(client.next().path("data").size()).isEqualTo(1);
      JsonNode failed = client.next();
      assertThat(failed.has("data")).isFalse();
      assertThat(failed.path("errors").size()).isEqualTo(1);
      assertThat(failed.at("/errors/0/code").stringValue()).isEqualTo("invalidProviderContent");
      assertThat(failed.at("/errors/0/taskUUID").stringValue()).isEqualTo(uuid(asked));
      assertThat(client.silent()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"videoInference", "promptEnhance", "caption", "upscale", "rm -rf"})
  void a_task_of_another_type_is_refused_with_its_id(String type) throws Exception {
    try (var client = SocketClient.known(server)) {
      ObjectNode asked = task(type);
      JsonNode answer = client.send(asked).next();
      assertThat(answer.at("/errors/0/code").stringValue()).isEqualTo("unsupportedTaskType");
      assertThat(uuid(answer.at("/errors/0"))).isEqualTo(uuid(asked));
    }
  }

  @ParameterizedTest
  @CsvSource({"{],1007", "{},1007", "[],1007", "[7],1007", "'',1007"})
  void what_is_no_array_of_tasks_closes_the_connection(String text, int code) throws Exception {
    try (var client = SocketClient.known(server)) {
      assertThat(client.text(text).closeCode()).isEqualTo(code);
    }
  }

  @Test
  void ten_thousand_tasks_at_once_close_the_connection() throws Exception {
    try (var client = SocketClient.known(server)) {
      client.send(
          IntStream.range(0, 10_000)
              .mapToObj(_ -> (JsonNode) Tasks.authentication("x"))
              .toArray(JsonNode[]::new));
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void a_stranger_may_not_send_much() throws Exception {
    try (var client = SocketClient.open(server)) {
      String image = "A".repeat(1 << 20);
      client.send(task("imageUpload").put("image", image));
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void a_long_upload_is_stored_and_used_by_its_id_in_both_places() throws Exception {
    try (var client = SocketClient.known(server)) {
      byte[] picture = Samples.noise(1400, 1400);
      assertThat(picture.length).isGreaterThan(5 << 20);
      client.send(task("imageUpload").put("image", Samples.dataUrl(picture)));
      JsonNode stored = client.next().at("/data/0");
      assertThat(stored.path("imageURL").stringValue()).contains("/files/");
      String id = stored.path("imageUUID").stringValue();
      for (String fields :
          List.of(
              "\"inputs\":{\"referenceImages\":[\"" + id + "\"]}",
              "\"referenceImages\":[\"" + id + "\"]")) {
        client.send(inference(fields));
        assertThat(client.next().at("/data/0/imageUUID").isString()).isTrue();
      }
    }
  }

  @Test
  void an_async_task_is_acknowledged_and_told_only_when_asked() throws Exception {
    try (var client = SocketClient.known(server)) {
      ObjectNode asked = inference("\"deliveryMethod\":\"async\",\"numberResults\":3");
      JsonNode taken = client.send(asked).next();
      assertThat(taken.path("data").size()).isEqualTo(1);
      assertThat(taken.at("/data/0").propertyNames())
          .containsExactlyInAnyOrder("taskType", "taskUUID");
      await()
          .until(() -> {
            JsonNode state = client.send(task("getResponse").put("taskUUID", uuid(asked))).next();
            assertThat(state.path("data").size()).isEqualTo(3);
            return state
                .path("data")
                .valueStream()
                .allMatch(item -> item.path("status").stringValue().equals("success"));
          });
      assertThat(client.silent()).isTrue();
    }
  }

  @Test
  void a_client_that_lost_patience_gets_what_it_lacks() throws Exception {
    var last = new Held();
    try (var slow =
            ApiServer.start(directory, s -> s.with(oneByOne().answers(SUCCESS, SUCCESS, last)));
        var client = SocketClient.known(slow)) {
      ObjectNode asked = inference("\"numberResults\":3");
      client.send(asked);
      Set<String> got = new HashSet<>();
      got.add(imageId(client.next()));
      got.add(imageId(client.next()));
      client.send(asked.deepCopy().put("numberResults", 1));
      last.release();
      Set<String> rest = Set.of(imageId(client.next()));
      assertThat(got).doesNotContainAnyElementsOf(rest);
      assertThat(slow.jobs()).isEqualTo(1);
    }
  }

  @Test
  void after_a_cut_nothing_is_lost() throws Exception {
    var held = new Held();
    try (var one =
        ApiServer.start(directory, s -> s.with(oneByOne().answers(SUCCESS, held, SUCCESS)))) {
      SocketClient client = SocketClient.open(one);
      String session = client.authenticate(one.key());
      ObjectNode asked = inference("\"numberResults\":3");
      client.send(asked);
      Set<String> got = new HashSet<>(List.of(imageId(client.next()), imageId(client.next())));
      client.cut();
      held.release();
      await().until(() -> done(one, uuid(asked)) == 3);

      try (var again = SocketClient.open(one)) {
        assertThat(again.resume(one.key(), session)).isEqualTo(session);
        while (got.size() < 3) {
          got.add(imageId(again.next()));
        }
        assertThat(got).hasSize(3);
      }
    }
  }

  @Test
  void after_two_minutes_or_with_another_key_there_is_a_new_session() throws Exception {
    var held = new Held();
    try (var one = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)))) {
      SocketClient client = SocketClient.open(one);
      String session = client.authenticate(one.key());
      ObjectNode asked = inference("");
      client.send(asked);
      held.awaitBegun();
      client.cut();
      held.release();
      await().until(() -> done(one, uuid(asked)) == 1);
      try (var stranger = SocketClient.open(one)) {
        String key = one.key(TenantId.DEFAULT, Scope.all());
        assertThat(stranger.resume(key, session)).isNotEqualTo(session);
        assertThat(stranger.silent()).isTrue();
      }
      await()
          .until(() -> {
            one.clock.advance(Duration.ofSeconds(121));
            try (var late = SocketClient.open(one)) {
              return !late.resume(one.key(), session).equals(session);
            }
          });
      assertThat(done(one, uuid(asked))).isEqualTo(1);
    }
  }

  @Test
  void silence_ends_a_connection_but_not_while_its_task_runs() throws Exception {
    var held = new Held();
    RunwareSettings quiet = quiet(Duration.ofMillis(600));
    try (var one =
            ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)).with(quiet));
        var waiting = SocketClient.known(one);
        var silent = SocketClient.known(one)) {
      waiting.send(inference(""));
      held.awaitBegun();
      assertThat(silent.closeCode()).isEqualTo(1001);
      held.release();
      assertThat(waiting.next().at("/data/0/imageUUID").isString()).isTrue();
      assertThat(waiting.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void a_drain_lets_a_running_task_be_told() throws Exception {
    var held = new Held();
    try (var one = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)));
        var client = SocketClient.known(one)) {
      client.send(inference(""));
      held.awaitBegun();
      var drained =
          CompletableFuture.supplyAsync(() -> {
            try {
              return one.drain(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
              return false;
            }
          });
      held.release();
      assertThat(client.next().at("/data/0/imageUUID").isString()).isTrue();
      assertThat(client.closeCode()).isEqualTo(1001);
      assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void no_more_than_so_many_tasks_run_on_one_connection() throws Exception {
    var held = new Held();
    RunwareSettings usual = RunwareSettings.DEFAULT;
    var narrow =
        new RunwareSettings(
            usual.imageBodyBytesMax(),
            usual.tasksMax(),
            usual.callMax(),
            usual.socket(),
            1,
            usual.resumeWithin());
    try (var one =
            ApiServer.start(
                directory, s -> s.with(FakeProvider.paid().answers(held)).with(narrow));
        var client = SocketClient.known(one)) {
      client.send(inference(""));
      held.awaitBegun();
      JsonNode refused = client.send(inference("")).next();
      assertThat(refused.at("/errors/0/code").stringValue()).isEqualTo("rateLimitExceeded");
      held.release();
      assertThat(client.next().has("data")).isTrue();
    }
  }

  @Test
  void right_answers_come_on_the_right_sockets_though_some_are_cut() throws Exception {
    try (var many = ApiServer.start(directory, s -> s.withQueueMax(1000))) {
      int connections = 200;
      var clients = new ArrayList<SocketClient>();
      var sessions = new ArrayList<String>();
      var asked = new ArrayList<Set<String>>();
      for (int i = 0; i < connections; i++) {
        SocketClient client = SocketClient.open(many);
        sessions.add(client.authenticate(many.key()));
        clients.add(client);
        var uuids = new HashSet<String>();
        for (int k = 0; k < 3; k++) {
          ObjectNode one = inference("");
          uuids.add(uuid(one));
          client.send(one);
        }
        asked.add(uuids);
      }
      for (int i = 0; i < connections; i++) {
        SocketClient client = clients.get(i);
        var got = new HashSet<String>();
        client.send(Tasks.ping());
        while (!told(client.next(), got)) {} // behind the pong all tasks were read
        if (i % 4 == 0) {
          client.cut();
          for (String received : client.waiting()) { // and confirmed: it does not come again
            told(JsonMapper.shared().readTree(received), got);
          }
          client = SocketClient.open(many);
          clients.set(i, client);
          assertThat(client.resume(many.key(), sessions.get(i))).isEqualTo(sessions.get(i));
        }
        while (got.size() < 3) {
          told(client.next(), got);
        }
        assertThat(got).isEqualTo(asked.get(i));
      }
      clients.forEach(SocketClient::close);
    }
  }

  /** Notes whose result it is; whether it is a pong instead. */
  private static boolean told(JsonNode answer, Set<String> uuids) {
    assertThat(answer.has("errors")).as(answer.toString()).isFalse();
    JsonNode item = answer.at("/data/0");
    if (item.has("pong")) {
      return true;
    }
    uuids.add(uuid(item));
    return false;
  }

  private static RunwareSettings quiet(Duration idle) {
    RunwareSettings usual = RunwareSettings.DEFAULT;
    return new RunwareSettings(
        usual.imageBodyBytesMax(),
        usual.tasksMax(),
        usual.callMax(),
        SocketLimits.DEFAULT.withIdle(idle),
        usual.socketTasksMax(),
        usual.resumeWithin());
  }

  private static FakeProvider oneByOne() {
    return new FakeProvider("paid", new Capabilities(1, false, false, false));
  }

  private static String imageId(JsonNode answer) {
    assertThat(answer.has("errors")).as(answer.toString()).isFalse();
    return answer.at("/data/0/imageUUID").stringValue();
  }

  private static long done(ApiServer server, String uuid) throws Exception {
    return Tasks.send(server, task("getResponse").put("taskUUID", uuid))
        .json()
        .path("data")
        .valueStream()
        .filter(item -> item.path("status").stringValue("").equals("success"))
        .count();
  }
}
