package dev.atelier.server.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tasks of Runware's API that outlive their servers. {@code -Dseed=…} replays a run. */
@Timeout(300)
class RunwareKillTest {
  private static final long SEED = Long.getLong("seed", 20_261_129);
  private static final List<String> FAST_START =
      List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx128m");
  private static final int RESULTS = 20;
  private static final int KILLED_AFTER = 7;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final AtomicReference<RawHttp> server = new AtomicReference<>();

  @Test
  void twenty_results_are_told_one_by_one_and_none_is_lost_in_a_kill() throws Exception {
    Map<String, Set<String>> messagesByImage = new ConcurrentHashMap<>();
    var told = new AtomicInteger();
    var seventh = new CountDownLatch(1);
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.createContext(
        "/",
        exchange -> {
          JsonNode image = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
          messagesByImage
              .computeIfAbsent(
                  image.path("imageUUID").stringValue(""), _ -> ConcurrentHashMap.newKeySet())
              .add(exchange.getRequestHeaders().getFirst("webhook-id"));
          if (told.incrementAndGet() == KILLED_AFTER) {
            seventh.countDown();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    try {
      String uuid = UUID.randomUUID().toString();
      try (ServerProcess first = start()) {
        Answer taken =
            tasks(
                "{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"delay=300\",\"width\":1024,\"height\":1024,\"outputFormat\":\"PNG\",\"numberResults\":%d,\"webhookURL\":\"http://127.0.0.1:%d/hook\"}"
                    .formatted(uuid, RESULTS, receiver.getAddress().getPort()));
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
        assertThat(seventh.await(60, TimeUnit.SECONDS)).isTrue();
        first.kill();
      }
      int before = told.get();
      try (ServerProcess _ = start()) {
        await().atMost(Duration.ofSeconds(90)).until(() -> messagesByImage.size() == RESULTS);
        assertThat(images(uuid).keySet()).isEqualTo(messagesByImage.keySet());
      }
      assertThat(messagesByImage.values())
          .as("told again only under the same id")
          .allSatisfy(ids -> assertThat(ids).hasSize(1));
      System.out.printf(
          "killed after %d, told %d times for %d images%n", before, told.get(), RESULTS);
      assertThat(told.get() - RESULTS).as("in flight at the kill").isBetween(0, 1);
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void asynchronous_tasks_survive_three_kills_with_their_own_images() throws Exception {
    var random = new SplittableRandom(SEED);
    List<String> runware = new ArrayList<>();
    var seaArt = new ConcurrentLinkedQueue<String>();
    for (int kill = 0; kill < 3; kill++) {
      try (ServerProcess process = start()) {
        if (kill == 0) {
          for (int i = 0; i < 40; i++) {
            Answer accepted =
                server
                    .get()
                    .post(
                        "/v1/queue/gpt_image_2",
                        "{\"prompt\":\"sea %d delay=400\",\"size\":\"1024x1024\"}".formatted(i),
                        Map.of());
            seaArt.add(accepted.header("x-atelier-job").orElseThrow());
          }
          for (int i = 0; i < 10; i++) {
            String uuid = UUID.randomUUID().toString();
            runware.add(uuid);
            assertThat(order(uuid, i).status()).isEqualTo(200);
          }
        }
        Thread.sleep(random.nextInt(200, 900));
        process.kill();
      }
    }
    try (ServerProcess _ = start()) {
      for (int i = 0; i < runware.size(); i++) {
        assertThat(order(runware.get(i), i).status()).as("sent again").isEqualTo(200);
      }
      var seen = new HashSet<String>();
      for (String uuid : runware) {
        Map<String, String> first = images(uuid);
        assertThat(first).hasSize(2);
        assertThat(images(uuid)).isEqualTo(first);
        assertThat(seen.addAll(first.values())).isTrue();
      }
      for (String job : seaArt) {
        Map<String, String> one = images(job);
        assertThat(one).hasSize(1);
        assertThat(images(job)).isEqualTo(one);
        assertThat(seen.addAll(one.values())).isTrue();
      }
    }
    new Aftermath(directory).everyJobEnded();
    new Aftermath(directory).booksBalance();
  }

  private Answer order(String uuid, int number) throws IOException {
    return tasks(
        "{\"taskType\":\"imageInference\",\"taskUUID\":\"%s\",\"model\":\"openai:gpt-image@2\",\"positivePrompt\":\"run %d delay=400\",\"width\":1024,\"height\":1024,\"outputFormat\":\"PNG\",\"numberResults\":2,\"deliveryMethod\":\"async\"}"
            .formatted(uuid, number));
  }

  /** The hash of each image of a task by its id, once all are there. */
  private Map<String, String> images(String uuid) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Answer state = tasks("{\"taskType\":\"getResponse\",\"taskUUID\":\"" + uuid + "\"}");
              assertThat(state.status()).as(state.text()).isEqualTo(200);
              JsonNode json = JsonMapper.shared().readTree(state.text());
              assertThat(json.has("errors")).as(state.text()).isFalse();
              var images = new HashMap<String, String>();
              for (JsonNode item : json.path("data")) {
                if (!item.path("status").stringValue().equals("success")) {
                  return Map.<String, String>of();
                }
                images.put(item.path("imageUUID").stringValue(), hash(item));
              }
              return images;
            },
            images -> !images.isEmpty());
  }

  private String hash(JsonNode item) throws IOException {
    String link = item.path("imageURL").stringValue();
    byte[] image = server.get().get(link.substring(link.indexOf("/files/"))).body();
    assertThat(image.length).isGreaterThan(100);
    return UUID.nameUUIDFromBytes(image).toString();
  }

  private Answer tasks(String task) throws IOException {
    return server.get().post("/runware/v1", "[" + task + "]", Map.of());
  }

  private ServerProcess start() throws IOException {
    ServerProcess process =
        ServerProcess.start(
            directory, ProviderKind.FREE, FAST_START, Map.of("allow-private-networks", "true"));
    server.set(process.http());
    return process;
  }
}
