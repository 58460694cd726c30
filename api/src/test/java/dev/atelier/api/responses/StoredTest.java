package dev.atelier.api.responses;

import static dev.atelier.api.responses.Client.body;
import static dev.atelier.api.responses.Client.requireError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.openai.ImagesSchema;
import dev.atelier.image.Blocked;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Responses that were stored. */
@Timeout(120)
class StoredTest {
  @TempDir static Path directory;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start(directory);
    client = new Client(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_response_is_shown_as_it_was_answered() throws Exception {
    Reply made = client.fox(",\"metadata\":{\"job\":\"42\"},\"instructions\":\"in ink\"");

    Reply shown = client.get(Client.id(made));

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json()).isEqualTo(made.json());
    assertThat(shown.header("x-atelier-engine")).isPresent();
  }

  @Test
  void one_that_was_not_to_be_stored_cannot_be_asked_for() throws Exception {
    Reply made = client.fox(",\"store\":false");
    String id = Client.id(made);

    assertThat(made.json().path("store").booleanValue()).isFalse();
    assertThat(made.text("/output/0/result")).isNotEmpty();
    notFound(client.get(id), id);
    notFound(client.get(id + "?stream=true"), id);
    notFound(client.inputItems(id, ""), id);
    notFound(client.delete(id), id);
    notFound(client.cancel(id), id);
    requireError(
        client.fox(",\"previous_response_id\":\"" + id + "\""),
        400,
        "invalid_request_error",
        "previous_response_id",
        "previous_response_not_found");
  }

  @Test
  void one_that_was_deleted_is_gone_with_its_picture() throws Exception {
    Reply made = client.fox("");
    String id = Client.id(made);
    String job = made.header("x-atelier-job").orElseThrow();
    String link = server.get("/api/v1/jobs/" + job).text("/images/0/url");
    assertThat(server.image(link)).isPresent();

    Reply deleted = client.delete(id);

    assertThat(deleted.status()).as(deleted.body()).isEqualTo(200);
    ImagesSchema.assertValid("ResponseDeleted", deleted.body());
    assertThat(deleted.json())
        .hasToString(
            "{\"id\":\"%s\",\"object\":\"response.deleted\",\"deleted\":true}".formatted(id));
    notFound(client.get(id), id);
    notFound(client.delete(id), id);
    assertThat(server.image(link)).isEmpty();
    assertThat(server.get("/api/v1/jobs/" + job).text("/state")).isEqualTo("succeeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resp_0e2800fd5f0ca7a6", "resp_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e", "x"})
  void an_unknown_id_is_not_found(String id) throws Exception {
    notFound(client.get(id), id);
  }

  @Test
  void another_tenants_response_is_not_found() throws Exception {
    String id = Client.id(client.fox(""));
    String key = server.key(new TenantId("other"), Set.of(Scope.READ, Scope.GENERATE));

    Reply reply =
        server.send(
            server.request(Client.PATH + "/" + id).setHeader("Authorization", "Bearer " + key));

    notFound(reply, id);
  }

  @Test
  void one_whose_picture_has_expired_is_not_found() throws Exception {
    try (var expiring = ApiServer.start(directory.resolve("expiring"))) {
      var own = new Client(expiring);
      String id = Client.id(own.fox(""));

      expiring.clock.advance(Duration.ofDays(400));

      notFound(own.get(id), id);
    }
  }

  @Test
  void one_that_failed_says_why() throws Exception {
    server.provider.answers(
        FakeProvider.Answer.of(
            new AttemptOutcome.Refused(
                "policy", Optional.of(Blocked.Stage.OUTPUT), List.of("violence"))));
    Reply refused = client.fox("");
    requireError(refused, 400, "image_generation_user_error", "null", "moderation_blocked");

    Reply shown =
        client.get("resp_" + refused.header("x-atelier-job").orElseThrow().replace("-", ""));

    ImagesSchema.assertValid("Response", shown.body());
    assertThat(shown.text("/status")).isEqualTo("failed");
    assertThat(shown.text("/error/code")).isEqualTo("image_content_policy_violation");
    assertThat(shown.text("/output/0/status")).isEqualTo("failed");
    assertThat(shown.text("/output/0/error/code")).isEqualTo("moderation_blocked");
    assertThat(shown.json().path("usage").isNull()).isTrue();
  }

  @Test
  void a_job_of_another_api_is_a_response_too() throws Exception {
    Reply images = server.post("/v1/images/generations", "{\"prompt\":\"a fox\",\"n\":2}");
    String id = "resp_" + images.header("x-atelier-job").orElseThrow().replace("-", "");

    Reply shown = client.get(id);
    List<Client.Event> events = Client.events(client.get(id + "?stream=true"));

    ImagesSchema.assertValid("Response", shown.body());
    assertThat(shown.json().path("output")).hasSize(2);
    assertThat(shown.text("/tools/0/type")).isEqualTo("image_generation");
    assertThat(Client.names(events))
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "call.in_progress",
            "call.generating",
            "call.completed",
            "output_item.done",
            "output_item.added",
            "call.in_progress",
            "call.generating",
            "call.completed",
            "output_item.done",
            "completed");
  }

  @Test
  void the_input_is_listed_newest_first() throws Exception {
    String id =
        Client.id(
            client.create(
                body(
                    "[{\"role\":\"system\",\"content\":\"draw in ink\"},{\"role\":\"user\",\"content\":"
                        + "[{\"type\":\"input_text\",\"text\":\"a fox\"},{\"type\":\"input_text\","
                        + "\"text\":\"in snow\"}]},{\"role\":\"assistant\",\"content\":\"sure\"},"
                        + "{\"role\":\"user\",\"content\":\"asleep\"}]",
                    "",
                    ",\"instructions\":\"no text\"")));

    Reply reply = client.inputItems(id, "");

    ImagesSchema.assertValid("ResponseInputItemList", reply.body());
    JsonNode items = reply.json().path("data");
    assertThat(items).hasSize(4);
    assertThat(items.get(0).at("/content/0/text").stringValue()).isEqualTo("asleep");
    assertThat(items.get(0).path("role").stringValue()).isEqualTo("user");
    assertThat(items.get(1).at("/content/0/type").stringValue()).isEqualTo("output_text");
    assertThat(items.get(1).at("/content/0/text").stringValue()).isEqualTo("sure");
    assertThat(items.get(2).at("/content/1/text").stringValue()).isEqualTo("in snow");
    assertThat(items.get(3).at("/content/0/text").stringValue()).isEqualTo("draw in ink");
    assertThat(reply.text("/first_id")).isEqualTo(items.get(0).path("id").stringValue());
    assertThat(server.provider.calls().getLast().request().order().prompt().text())
        .isEqualTo("no text\ndraw in ink\na fox\nin snow\nasleep");
  }

  @Test
  void the_list_is_told_in_pages() throws Exception {
    String id =
        Client.id(
            client.create(
                body(
                    "[{\"role\":\"user\",\"content\":\"one\"},{\"role\":\"user\",\"content\":\"two\"},"
                        + "{\"role\":\"user\",\"content\":\"three\"}]",
                    "",
                    "")));

    Reply first = client.inputItems(id, "?limit=2&order=asc");
    Reply second = client.inputItems(id, "?limit=2&order=asc&after=" + first.text("/last_id"));

    assertThat(first.json().path("has_more").booleanValue()).isTrue();
    assertThat(first.text("/data/1/content/0/text")).isEqualTo("two");
    assertThat(second.json().path("has_more").booleanValue()).isFalse();
    assertThat(second.json().path("data")).hasSize(1);
    assertThat(second.text("/data/0/content/0/text")).isEqualTo("three");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "order=up", "after=msg_1"})
  void a_page_that_cannot_be_is_refused(String query) throws Exception {
    String id = Client.id(client.fox(""));
    Reply reply = client.inputItems(id, "?" + query);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.text("/error/param")).isEqualTo(query.substring(0, query.indexOf('=')));
  }

  private static void notFound(Reply reply, String id) {
    requireError(reply, 404, "invalid_request_error", "null", "null");
    assertThat(reply.text("/error/message"))
        .isEqualTo("Response with id '%s' not found.".formatted(id));
  }
}
