package dev.atelier.api.responses;

import static dev.atelier.api.responses.Client.body;
import static dev.atelier.api.responses.Client.events;
import static dev.atelier.api.responses.Client.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.Blocked;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.FakeProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of responses that are waited for. */
@Timeout(120)
class StreamTest {
  private static final String STREAM = ",\"stream\":true";

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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void the_events_come_in_their_order(int previews) throws Exception {
    server.provider.answers((provider, call, results) -> {
      for (int order = 0; order < previews; order++) {
        Client.preview(provider, results, order);
      }
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });

    Reply reply = client.create(body("\"a fox\"", ",\"partial_images\":" + previews, STREAM));

    assertThat(reply.header("content-type")).hasValue("text/event-stream; charset=utf-8");
    List<Client.Event> events = events(reply);
    var expected =
        new ArrayList<>(
            List.of(
                "created",
                "in_progress",
                "output_item.added",
                "call.in_progress",
                "call.generating"));
    for (int i = 0; i < previews; i++) {
      expected.add("call.partial_image");
    }
    expected.addAll(List.of("call.completed", "output_item.done", "completed"));
    assertThat(names(events)).containsExactlyElementsOf(expected);
    assertThat(events.getFirst().number()).isZero();
    for (int i = 0; i < previews; i++) {
      Client.Event partial = events.get(5 + i);
      assertThat(partial.data().path("partial_image_index").intValue()).isEqualTo(i);
      assertThat(partial.text("/output_format")).isEqualTo("png");
    }
  }

  @Test
  void one_item_has_one_id_and_its_picture_comes_twice() throws Exception {
    List<Client.Event> events = events(client.fox(STREAM));

    String item = events.get(2).text("/item/id");
    assertThat(item).startsWith("ig_");
    assertThat(events.get(2).data().path("item").propertyNames())
        .containsExactly("id", "type", "status");
    assertThat(events.subList(3, 6)).extracting(one -> one.text("/item_id")).containsOnly(item);
    assertThat(events.get(6).text("/item/id")).isEqualTo(item);
    assertThat(events.get(7).data().at("/response/output/0"))
        .isEqualTo(events.get(6).data().path("item"));
    assertThat(events.get(6).text("/item/result")).isNotEmpty();
    assertThat(events.get(0).text("/response/status")).isEqualTo("in_progress");
    assertThat(events.get(0).data().at("/response/output")).isEmpty();
    assertThat(events.get(0).data().at("/response/usage").isNull()).isTrue();
    assertThat(events.get(0).text("/response/id")).isEqualTo(events.get(7).text("/response/id"));
    assertThat(events.get(7).data().at("/response/tool_usage/image_gen/output_tokens").intValue())
        .isEqualTo(107);
  }

  @Test
  void previews_that_nobody_ordered_are_kept_back() throws Exception {
    server.provider.answers((provider, call, results) -> {
      Client.preview(provider, results, 0);
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });

    assertThat(names(events(client.fox(STREAM)))).doesNotContain("call.partial_image");
  }

  @Test
  void a_moderation_block_is_told_by_the_item_alone() throws Exception {
    server.provider.answers(
        FakeProvider.Answer.of(
            new AttemptOutcome.Refused(
                "policy", Optional.of(Blocked.Stage.OUTPUT), List.of("violence"))));

    List<Client.Event> events = events(client.fox(STREAM));

    assertThat(names(events))
        .containsExactly(
            "created",
            "in_progress",
            "output_item.added",
            "call.in_progress",
            "call.generating",
            "output_item.done",
            "failed");
    assertThat(events.get(5).text("/item/status")).isEqualTo("failed");
    assertThat(events.get(5).text("/item/error/code")).isEqualTo("moderation_blocked");
    assertThat(events.get(5).data().at("/item/error/moderation_details/categories/0").stringValue())
        .isEqualTo("violence");
    assertThat(events.get(6).text("/response/status")).isEqualTo("failed");
    assertThat(events.get(6).text("/response/error/code"))
        .isEqualTo("image_content_policy_violation");
  }

  @Test
  void another_failure_is_an_error_that_raises_and_then_a_failed_response() throws Exception {
    server.provider.answers(FakeProvider.Answer.of(new AttemptOutcome.Spent("an empty answer")));

    List<Client.Event> events = events(client.fox(STREAM));

    assertThat(names(events)).endsWith("error", "failed").doesNotContain("output_item.done");
    Client.Event error = events.get(events.size() - 2);
    assertThat(error.text("/error/type")).isEqualTo("server_error");
    assertThat(events.getLast().text("/response/error/code")).isEqualTo("server_error");
  }

  @Test
  void a_finished_stream_is_told_again_from_where_it_was_left() throws Exception {
    List<Client.Event> first = events(client.fox(STREAM));
    String id = first.getFirst().text("/response/id");

    List<Client.Event> whole = events(client.get(id + "?stream=true"));
    List<Client.Event> rest = events(client.get(id + "?stream=true&starting_after=4"));

    assertThat(names(whole)).isEqualTo(names(first));
    assertThat(whole.getLast().data()).isEqualTo(first.getLast().data());
    assertThat(names(rest)).isEqualTo(names(first).subList(5, 8));
    assertThat(rest.getFirst().number()).isEqualTo(5);
  }

  @Test
  void where_previews_were_missed_nothing_unheard_has_a_number_that_was_used() throws Exception {
    server.provider.answers((provider, call, results) -> {
      Client.preview(provider, results, 0);
      return FakeProvider.Answer.SUCCESS.give(provider, call, results);
    });
    List<Client.Event> first =
        events(client.create(body("\"a fox\"", ",\"partial_images\":3", STREAM)));
    String id = first.getFirst().text("/response/id");

    List<Client.Event> rest = events(client.get(id + "?stream=true&starting_after=5"));

    assertThat(names(first).get(5)).isEqualTo("call.partial_image");
    assertThat(names(rest)).containsExactly("call.completed", "output_item.done", "completed");
    assertThat(rest.getFirst().number()).isEqualTo(8);
  }

  @Test
  void an_error_before_the_first_byte_is_an_ordinary_answer() throws Exception {
    Client.requireError(
        client.create(body("\"a fox\"", ",\"quality\":\"best\"", STREAM)),
        400,
        "invalid_request_error",
        "tools[0].quality",
        "invalid_value");
  }
}
