package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.queue.AttemptRow;
import dev.atelier.queue.JobState;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of nodes, and one of two that ends in good order. */
@Timeout(120)
class NodesTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void a_node_that_drains_takes_nothing_new_and_leaves_its_work_to_the_other() throws Exception {
    try (var nodes = TwoNodes.start(Map.of("drain.patience", "8s"))) {
      await().atMost(LONG).until(() -> health(nodes.first).equals(List.of("ready", "ready")));
      var caller =
          CompletableFuture.supplyAsync(() ->
              nodes.first.postJson(
                  Dialect.OPENAI.path,
                  """
                  {"model":"gpt-image-2","prompt":"an owl [atelier:delay=4s]","quality":"low",\
                  "size":"1024x640"}\
                  """));
      await()
          .atMost(LONG)
          .until(() ->
              !nodes.newestJob().id().equals(nodes.blocker())
                  && nodes.newestJob().state() == JobState.RUNNING);

      Thread draining = Thread.ofVirtual().start(nodes.first::drain);

      await().atMost(LONG).until(() -> health(nodes.second).equals(List.of("draining", "ready")));
      assertThat(nodes.first.get("/readyz").statusCode()).isEqualTo(503);
      for (Dialect dialect : Dialect.values()) {
        HttpResponse<String> refused = nodes.first.postJson(dialect.path, dialect.order());
        dialect.assertError(refused, 503);
        assertThat(refused.headers().firstValue("retry-after")).as(dialect.name()).isPresent();
      }
      assertThat(caller.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(draining.join(LONG)).isTrue();
      assertThat(health(nodes.second)).containsExactly("ready");
      await()
          .atMost(Duration.ofSeconds(15)) // a lease that runs out by itself takes 30
          .until(() -> {
            List<AttemptRow> calls = nodes.attempts(nodes.blocker());
            return calls.size() == 2 && !calls.getFirst().open() && calls.getLast().open();
          });
    }
  }

  private static List<String> health(LiveServer node) {
    JsonNode told = JsonMapper.shared().readTree(node.get("/api/v1/nodes").body());
    return told.path("data").valueStream().map(one -> one.path("health").stringValue()).toList();
  }
}
