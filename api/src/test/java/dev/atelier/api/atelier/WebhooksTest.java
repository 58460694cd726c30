package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.http.client.Content;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import dev.atelier.webhook.EventType;
import dev.atelier.webhook.Method;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.delivery.Delivery;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class WebhooksTest {
  private static final String WEBHOOKS = "/api/v1/webhooks";
  private static final String DELIVERIES = "/api/v1/deliveries";
  private static final String URL = "https://hooks.example/a";
  @TempDir Path directory;

  @Test
  void a_receiver_is_added_changed_and_removed() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply made =
          server.post(
              WEBHOOKS,
              "{\"url\":\"%s\",\"events\":[\"job.failed\",\"job.failed\"],\"description\":\"d\"}"
                  .formatted(URL));
      assertThat(made.status()).as(made.body()).isEqualTo(201);
      String path = WEBHOOKS + "/" + made.text("/id");
      assertThat(made.header("Location")).contains(server.uri(path).toString());
      assertThat(made.json().at("/events").toString()).isEqualTo("[\"job.failed\"]");

      Reply changed =
          patch(
              server,
              path,
              "{\"url\":\"%s\",\"events\":[\"job.succeeded\"],\"active\":false,\"description\":null}"
                  .formatted(URL + "/b"));

      assertThat(changed.text("/url")).isEqualTo(URL + "/b");
      assertThat(changed.json().at("/active").booleanValue()).isFalse();
      assertThat(changed.json().at("/description").isNull()).isTrue();
      assertThat(server.get(path).json()).isEqualTo(changed.json());
      assertThat(patch(server, path, "{}").json()).isEqualTo(changed.json());
      assertThat(server.get(WEBHOOKS).json().at("/data/0")).isEqualTo(changed.json());
      assertThat(server.send(server.request(path).DELETE()).status()).isEqualTo(204);
      Client.assertProblem(server.get(path), 404, "not-found");
      assertThat(server.get(WEBHOOKS).json().at("/data").size()).isZero();
    }
  }

  @Test
  void a_secret_is_shown_rotated_and_shown_again() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply made = server.post(WEBHOOKS, "{\"url\":\"" + URL + "\"}");
      String path = WEBHOOKS + "/" + made.text("/id");
      assertThat(server.get(path + "/secret").text("/secret")).isEqualTo(made.text("/secret"));
      assertThat(server.get(path).json().has("secret")).isFalse();

      Reply rotated = new Client(server).post(path + "/rotate");

      assertThat(rotated.text("/secret")).startsWith("whsec_").isNotEqualTo(made.text("/secret"));
      assertThat(rotated.text("/rotated_at")).isNotEmpty();
      assertThat(server.get(path + "/secret").text("/secret")).isEqualTo(rotated.text("/secret"));
      assertThat(server.get("/api/v1/webhook-secret").text("/secret"))
          .startsWith("whsec_")
          .isNotEqualTo(rotated.text("/secret"));
    }
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("{}", "url"),
        Arguments.of("{\"url\":7}", "url"),
        Arguments.of("{\"url\":\"\"}", "url"),
        Arguments.of("{\"url\":\"hooks.example\"}", "url"),
        Arguments.of("{\"url\":\"file:///etc/passwd\"}", "url"),
        Arguments.of("{\"url\":\"http://0x7f000001/\"}", "url"),
        Arguments.of("{\"url\":\"http://inside.example/\"}", "url"),
        Arguments.of("{\"url\":\"https://hooks.example/" + "x".repeat(8200) + "\"}", "url"),
        Arguments.of("{\"url\":\"" + URL + "\",\"events\":[]}", "events"),
        Arguments.of("{\"url\":\"" + URL + "\",\"events\":\"job.failed\"}", "events"),
        Arguments.of("{\"url\":\"" + URL + "\",\"events\":[\"webhook.test\"]}", "events[0]"),
        Arguments.of("{\"url\":\"" + URL + "\",\"events\":[7]}", "events[0]"),
        Arguments.of("{\"url\":\"" + URL + "\",\"active\":true}", "active"),
        Arguments.of(
            "{\"url\":\"" + URL + "\",\"description\":\"" + "x".repeat(201) + "\"}",
            "description"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_wrong_field_is_named_and_nothing_is_added(String body, String field) throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply reply = Contract.kept("POST /webhooks", server.post(WEBHOOKS, body));

      Client.assertProblem(reply, 422, "invalid-field");
      assertThat(reply.text("/field")).isEqualTo(field);
      assertThat(server.get(WEBHOOKS).json().at("/data").size()).isZero();
    }
  }

  @Test
  void there_are_fifty_at_most() throws Exception {
    try (var server = ApiServer.start(directory)) {
      for (int i = 0; i < 50; i++) {
        assertThat(server.post(WEBHOOKS, "{\"url\":\"" + URL + "\"}").status()).isEqualTo(201);
      }

      Reply reply = server.post(WEBHOOKS, "{\"url\":\"" + URL + "\"}");

      Client.assertProblem(Contract.kept("POST /webhooks", reply), 409, "too-many");
    }
  }

  @Test
  void who_asked_is_told_of_what_it_asked_for() throws Exception {
    try (var server = ApiServer.start(directory)) {
      server.post(WEBHOOKS, "{\"url\":\"" + URL + "\",\"events\":[\"image.completed\"]}");
      var client = new Client(server);

      Reply job =
          client.made(
              "\"n\":2,\"link_ttl\":60,\"metadata\":{\"k\":\"v\"},"
                  + "\"webhook\":\"https://hooks.example/own\","
                  + "\"uploads\":[\"https://hooks.example/0\",\"https://hooks.example/1?sig=s\"]");

      List<Delivery> all = server.deliveries();
      assertThat(urls(all, EventType.JOB_SUCCEEDED)).containsExactly("https://hooks.example/own");
      assertThat(urls(all, EventType.IMAGE_COMPLETED))
          .containsExactlyInAnyOrder(
              URL, URL, "https://hooks.example/0", "https://hooks.example/1?sig=s");
      assertThat(server.get(DELIVERIES).body()).contains("/1\"").doesNotContain("sig=s");
      Delivery own =
          all.stream()
              .filter(one -> one.url().toString().endsWith("own"))
              .findFirst()
              .orElseThrow();
      JsonNode event = told(server, own);
      assertThat(event.path("type").stringValue()).isEqualTo("job.succeeded");
      assertThat(event.at("/data/id").stringValue()).isEqualTo(job.text("/id"));
      assertThat(event.at("/data/metadata/k").stringValue()).isEqualTo("v");
      assertThat(event.at("/data/images/0/url").stringValue())
          .startsWith(server.uri("/files/").toString());
      assertThat(event.path("data").has("attempts")).isFalse();
      Delivery second =
          all.stream()
              .filter(one -> one.renderer().equals(RendererName.ATELIER))
              .filter(one -> one.image().orElse(0) == 1)
              .findFirst()
              .orElseThrow();
      assertThat(told(server, second).path("image").intValue()).isEqualTo(1);
      assertThat(all.stream().filter(one -> one.method() == Method.PUT).map(Delivery::renderer))
          .containsExactly(RendererName.PUT, RendererName.PUT);
    }
  }

  @Test
  void a_message_is_written_anew_with_links_that_work() throws Exception {
    try (var server = ApiServer.start(directory)) {
      new Client(server).made("\"link_ttl\":60,\"webhook\":\"" + URL + "\"");
      Delivery delivery = server.deliveries().getFirst();
      server.clock.advance(java.time.Duration.ofHours(1));

      String link = told(server, delivery).at("/data/images/0/url").stringValue();

      assertThat(server.image(link)).isPresent();
    }
  }

  @Test
  void a_url_of_a_request_hears_of_no_other_event() throws Exception {
    var held = new Held();
    try (var server = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)))) {
      var client = new Client(server);
      String id =
          client
              .submit("\"webhook\":{\"url\":\"" + URL + "\",\"events\":[\"job.failed\"]}")
              .text("/id");
      held.awaitBegun();
      client.cancel(id);
      held.release();

      assertThat(server.deliveries())
          .allSatisfy(delivery -> {
            assertThat(delivery.event()).isEqualTo(EventType.JOB_CANCELLED);
            assertThat(server.message(delivery)).isEmpty();
          });
    }
  }

  @Test
  void a_receiver_hears_of_jobs_of_every_api() throws Exception {
    try (var server = ApiServer.start(directory)) {
      server.post(WEBHOOKS, "{\"url\":\"" + URL + "\",\"events\":[\"job.succeeded\"]}");

      assertThat(server.post("/v1/images/generations", "{\"prompt\":\"fox\"}").status())
          .isEqualTo(200);

      JsonNode event = told(server, server.deliveries().getFirst());
      assertThat(event.at("/data/api").stringValue()).isEqualTo("openai");
      assertThat(event.at("/data/delivery").stringValue()).isEqualTo("all_but_blocked");
    }
  }

  @Test
  void a_test_is_sent_at_once_and_again_when_asked() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String hook = server.post(WEBHOOKS, "{\"url\":\"" + URL + "\"}").text("/id");

      Reply test = client.post(WEBHOOKS + "/" + hook + "/test");

      assertThat(test.status()).isEqualTo(202);
      JsonNode event = told(server, server.deliveries().getFirst());
      assertThat(event.path("type").stringValue()).isEqualTo("webhook.test");
      assertThat(event.at("/data/webhook").stringValue()).isEqualTo(hook);
      String path = DELIVERIES + "/" + test.text("/id");
      assertThat(server.get(path).json().at("/log").isArray()).isTrue();
      assertThat(client.post(path + "/redeliver").status()).isEqualTo(202);
      server.send(server.request(WEBHOOKS + "/" + hook).DELETE());
      assertThat(server.get(path).text("/state")).isEqualTo("dropped");
      assertThat(client.post(path + "/redeliver").text("/state")).isEqualTo("pending");
    }
  }

  @Test
  void deliveries_are_listed_by_job_state_and_receiver() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String hook = server.post(WEBHOOKS, "{\"url\":\"" + URL + "\"}").text("/id");
      String first = client.made("").text("/id");
      client.made("\"webhook\":\"" + URL + "\"");

      assertThat(size(server, DELIVERIES + "?job=" + first)).isEqualTo(2);
      assertThat(size(server, DELIVERIES)).isEqualTo(5);
      assertThat(size(server, WEBHOOKS + "/" + hook + "/deliveries")).isEqualTo(4);
      assertThat(size(server, DELIVERIES + "?state=delivered")).isZero();
      Reply page = server.get(DELIVERIES + "?limit=3");
      assertThat(page.json().at("/has_more").booleanValue()).isTrue();
      assertThat(size(server, DELIVERIES + "?limit=3&before=" + page.text("/next_before")))
          .isEqualTo(2);
    }
  }

  @Test
  void a_key_with_the_admin_scope_alone_can_do_all_that_needs_it() throws Exception {
    try (var server = ApiServer.start(directory)) {
      String admin = server.key(TenantId.DEFAULT, Set.of(Scope.ADMIN));
      Reply made =
          server.send(
              server
                  .json(WEBHOOKS, "{\"url\":\"" + URL + "\"}")
                  .setHeader("Authorization", "Bearer " + admin));
      String path = WEBHOOKS + "/" + made.text("/id");

      for (String action : List.of("/test", "/rotate")) {
        Reply reply =
            server.send(
                server
                    .request(path + action)
                    .POST(BodyPublishers.noBody())
                    .setHeader("Authorization", "Bearer " + admin));
        assertThat(reply.status()).as(reply.body()).isIn(200, 202);
      }
    }
  }

  private static JsonNode told(ApiServer server, Delivery delivery) {
    var message = server.message(delivery).orElseThrow();
    assertThat(message.url()).isEqualTo(delivery.url());
    var content = (Content.Bytes) message.content();
    assertThat(content.mediaType()).isEqualTo("application/json");
    String json = new String(content.bytes(), StandardCharsets.UTF_8);
    Contract.assertValid("/components/schemas/Event", json);
    return JsonMapper.shared().readTree(json);
  }

  private static List<String> urls(List<Delivery> deliveries, EventType event) {
    return deliveries.stream()
        .filter(one -> one.event() == event)
        .map(Delivery::url)
        .map(URI::toString)
        .toList();
  }

  private static int size(ApiServer server, String path) throws Exception {
    return server.get(path).json().at("/data").size();
  }

  private static Reply patch(ApiServer server, String path, String json) throws Exception {
    return server.send(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }
}
