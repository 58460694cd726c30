package dev.atelier.providers.openai;

import static dev.atelier.providers.openai.ResponseScript.base64;
import static dev.atelier.providers.openai.ResponseScript.begin;
import static dev.atelier.providers.openai.ResponseScript.completed;
import static dev.atelier.providers.openai.ResponseScript.created;
import static dev.atelier.providers.openai.ResponseScript.done;
import static dev.atelier.providers.openai.ResponseScript.item;
import static dev.atelier.providers.openai.ResponseScript.partial;
import static dev.atelier.providers.openai.ResponseScript.response;
import static dev.atelier.providers.openai.ResponseScript.send;
import static dev.atelier.providers.openai.ResponseScript.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.Order;
import dev.atelier.image.Usage;
import dev.atelier.provider.Account;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.providers.upstream.UpstreamCalls;
import dev.atelier.testkit.ScriptedHttp;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The route of responses against an upstream that answers as each test says. */
@Timeout(60)
class ResponsesRouteTest {
  private static final String IMAGE = "the bytes of an image";
  private static final Order ORDER = UpstreamCalls.order(1, 1024, 1024);

  private final UpstreamClient client = new UpstreamClient();
  private final OpenAiProvider provider =
      new OpenAiProvider(client, UpstreamCalls.download(client), InstantSource.system());
  private final ResponseResults results = new ResponseResults();

  @AfterEach
  void close() {
    client.close();
    assertThat(results.open()).as("sinks left open").isZero();
  }

  @Test
  void an_image_is_made_by_one_forced_call_of_the_tool() throws Exception {
    try (var upstream = streaming(created(), done(item()), completed(item()))) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);

      var request = upstream.received().getFirst();
      assertThat(request.path()).isEqualTo("/v1/responses");
      assertThat(request.header("authorization")).isEqualTo("Bearer " + UpstreamCalls.KEY);
      JsonNode body = JsonMapper.shared().readTree(request.text());
      assertThat(body.path("model").asString()).isEqualTo("gpt-5.5");
      assertThat(body.path("stream").asBoolean()).isTrue();
      assertThat(body.path("store").asBoolean(true)).isFalse();
      assertThat(body.path("tool_choice").toString()).isEqualTo("{\"type\":\"image_generation\"}");
      assertThat(body.path("input").toString())
          .isEqualTo(
              "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\","
                  + "\"text\":\"a red \\\"fox\\\"\\nin snow\"}]}]");
      assertThat(body.path("tools").toString())
          .isEqualTo(
              "[{\"type\":\"image_generation\",\"action\":\"generate\",\"model\":\"gpt-image-2\","
                  + "\"size\":\"1024x1024\",\"quality\":\"medium\",\"output_format\":\"png\"}]");
    }
  }

  @Test
  void the_image_comes_once_with_what_the_end_says_of_it() throws Exception {
    try (var upstream = streaming(created(), done(item()), done(item()), completed(item()))) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
    assertThat(results.sendings()).isEqualTo(1);
    assertThat(results.told().usage()).contains(new Usage(10, 4, 258));
    assertThat(results.stated().made())
        .containsEntry("text_model_input_tokens", "900")
        .containsEntry("text_model_output_tokens", "50");
    assertThat(results.told().revisedPrompt()).contains("a fox, in red");
    assertThat(results.told().differences())
        .containsExactly(
            "quality low where medium was ordered", "size 1024x1536 where 1024x1024 was ordered");
  }

  @Test
  void an_image_may_stand_in_the_end_alone_and_as_a_data_url() throws Exception {
    String data = item("ig_1", "data:image/png;base64," + base64(IMAGE));
    try (var upstream = streaming(created(), completed(data))) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
  }

  @Test
  void an_image_that_is_named_by_url_is_fetched() throws Exception {
    try (var upstream =
        ScriptedHttp.start((request, reply) -> {
          if (request.path().equals("/made.png")) {
            reply.bytes(200, "image/png", IMAGE.getBytes(java.nio.charset.StandardCharsets.UTF_8));
          } else {
            stream(reply, completed(item("ig_1", "/made.png")));
          }
        })) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
    assertThat(results.told().usage()).isPresent();
  }

  @Test
  void an_edit_sends_its_images_and_its_mask_as_data_urls() throws Exception {
    try (var upstream = streaming(completed(item()))) {
      var call =
          UpstreamCalls.edit(
              account(upstream, Map.of()),
              ORDER,
              List.of(UpstreamCalls.input("first"), UpstreamCalls.input("second")),
              Optional.of(UpstreamCalls.input("mask")));
      assertThat(provider.attempt(call, results)).isEqualTo(Succeeded.ALL);

      JsonNode body = JsonMapper.shared().readTree(upstream.received().getFirst().text());
      JsonNode parts = body.path("input").path(0).path("content");
      assertThat(parts.size()).isEqualTo(3);
      assertThat(parts.path(1).toString())
          .isEqualTo(
              "{\"type\":\"input_image\",\"detail\":\"auto\",\"image_url\":\"data:image/png;base64,"
                  + base64("first")
                  + "\"}");
      assertThat(parts.path(2).path("image_url").asString()).endsWith(base64("second"));
      JsonNode tool = body.path("tools").path(0);
      assertThat(tool.path("action").asString()).isEqualTo("edit");
      assertThat(tool.path("input_image_mask").path("image_url").asString())
          .isEqualTo("data:image/png;base64," + base64("mask"));
    }
  }

  @Test
  void a_preview_is_passed_on_before_the_next_event_comes() throws Exception {
    try (var upstream =
        ScriptedHttp.start((_, reply) -> {
          begin(reply);
          send(reply, partial(0, "blurred"));
          await(results);
          send(reply, partial(1, "sharper"));
          send(reply, completed(item()));
          reply.lastChunk();
        })) {
      assertThat(previewed(upstream)).isEqualTo(Succeeded.ALL);
      assertThat(upstream.received().getFirst().text()).contains("\"partial_images\":2");
    }
    assertThat(results.previews()).containsExactly("0 blurred", "1 sharper");
    assertThat(results.images()).containsExactly(IMAGE);
  }

  @Test
  void an_interrupt_ends_the_call() throws Exception {
    var ended = new CompletableFuture<Throwable>();
    try (var upstream =
        ScriptedHttp.start((_, reply) -> {
          begin(reply);
          send(reply, partial(0, "blurred"));
        })) {
      Thread call =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  ended.complete(new AssertionError(previewed(upstream).toString()));
                } catch (InterruptedException | RuntimeException e) {
                  ended.complete(e);
                }
              });
      await(results);
      call.interrupt();
      assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void a_preview_that_comes_again_or_was_not_ordered_is_left() throws Exception {
    try (var upstream =
        streaming(
            partial(0, "blurred"),
            partial(0, "blurred"),
            partial(1, "sharper"),
            partial(2, "one more"),
            completed(item()))) {
      assertThat(previewed(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.previews()).containsExactly("0 blurred", "1 sharper");
  }

  @Test
  void no_preview_is_passed_on_where_none_was_ordered() throws Exception {
    try (var upstream = streaming(partial(0, IMAGE), completed(item()))) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.previews()).isEmpty();
  }

  @Test
  void a_second_image_is_told_and_not_delivered() throws Exception {
    String other = item("ig_2", base64("another"));
    try (var upstream = streaming(done(item()), done(other), completed(item(), other))) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
    assertThat(results.told().differences()).contains("2 images came where 1 was ordered");
  }

  @Test
  void a_whole_image_is_kept_though_the_end_never_comes() throws Exception {
    try (var upstream = streaming(created(), done(item()))) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
    assertThat(results.told().usage()).isEmpty();
    assertThat(results.told().revisedPrompt()).contains("a fox, in red");
  }

  @Test
  void a_whole_image_is_kept_though_the_connection_breaks_in_its_repetition() throws Exception {
    try (var upstream =
        ScriptedHttp.start((_, reply) -> {
          begin(reply);
          send(reply, done(item()));
          String end = completed(item());
          reply.chunk("data: " + end.substring(0, end.indexOf("\"result\":\"") + 14));
          reply.reset();
        })) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
  }

  @Test
  void an_image_cut_in_the_middle_is_none() throws Exception {
    try (var upstream =
        ScriptedHttp.start((_, reply) -> {
          begin(reply);
          String event = done(item());
          reply.chunk("data: " + event.substring(0, event.indexOf("\"result\":\"") + 20));
          reply.close();
        })) {
      assertThat(attempt(upstream)).isInstanceOf(Unknown.class);
    }
    assertThat(results.images()).isEmpty();
  }

  @Test
  void an_image_cut_by_a_stream_that_ends_politely_is_none() throws Exception {
    String event = done(item());
    try (var upstream =
        ScriptedHttp.start((_, reply) -> {
          begin(reply);
          reply.chunk("data: " + event.substring(0, event.indexOf("\"result\":\"") + 20));
          reply.lastChunk();
        })) {
      assertThat(attempt(upstream)).isInstanceOf(Unknown.class);
    }
    assertThat(results.images()).isEmpty();
  }

  @Test
  void a_stream_without_image_and_end_is_not_known() throws Exception {
    try (var upstream = streaming(created(), partial(0, "blurred"))) {
      assertThat(previewed(upstream)).isInstanceOf(Unknown.class);
    }
    assertThat(results.previews()).hasSize(1);
    assertThat(results.images()).isEmpty();
  }

  @Test
  void garbage_among_the_events_is_not_known() throws Exception {
    try (var upstream = streaming(created(), "{\"type\":\"response.image_generation_call.gen")) {
      assertThat(attempt(upstream)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void broken_base64_is_no_image() throws Exception {
    try (var upstream = streaming(done(item("ig_1", "AAAA*AAAA")))) {
      assertThat(attempt(upstream)).isInstanceOf(Unknown.class);
    }
    assertThat(results.images()).isEmpty();
  }

  @Test
  void an_error_is_understood_nested_and_flat() throws Exception {
    String error = "\"code\":\"insufficient_quota\",\"message\":\"You exceeded it.\"";
    for (String event :
        List.of(
            "{\"type\":\"error\",\"error\":{\"type\":\"insufficient_quota\"," + error + "}}",
            "{\"type\":\"error\"," + error + "}")) {
      try (var upstream = streaming(created(), event)) {
        assertThat(attempt(upstream))
            .isInstanceOfSatisfying(
                NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.QUOTA));
      }
    }
  }

  @Test
  void a_failed_response_is_understood_by_its_code() throws Exception {
    assertThat(failing("rate_limit_exceeded")).isInstanceOf(Throttled.class);
    assertThat(failing("invalid_base64_image")).isInstanceOf(Refused.class);
    assertThat(failing("server_error"))
        .isInstanceOfSatisfying(
            NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.SERVER_ERROR));
    assertThat(failing("image_content_policy_violation"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.blocked()).contains(Stage.OUTPUT));
    assertThat(failing("something_new")).isInstanceOf(Unknown.class);
  }

  @Test
  void what_fails_after_a_preview_may_have_been_charged() throws Exception {
    String failed =
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + "{\"code\":\"server_error\",\"message\":\"Sorry.\"}}}";
    try (var upstream = streaming(partial(0, "blurred"), failed)) {
      assertThat(previewed(upstream)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void a_block_by_moderation_stands_in_the_failed_call() throws Exception {
    String call =
        """
        {"id":"ig_1","type":"image_generation_call","status":"failed","result":null,"error":{"type":\
        "image_generation_user_error","code":"moderation_blocked","message":"Rejected.","param":null,\
        "moderation_details":{"moderation_stage":"input","categories":["violence"]}}}\
        """;
    String failed =
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"output\":[],\"error\":"
            + "{\"code\":\"server_error\",\"message\":\"Image generation failed.\"}}}";
    try (var upstream = streaming(created(), done(call), failed)) {
      assertThat(attempt(upstream))
          .isEqualTo(new Refused("Rejected.", Optional.of(Stage.INPUT), List.of("violence")));
    }
    try (var upstream = streaming(created(), completed(call))) {
      assertThat(attempt(upstream)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void an_image_that_moderation_takes_back_is_not_delivered() throws Exception {
    String failed =
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + "{\"code\":\"image_content_policy_violation\",\"message\":\"No.\"}}}";
    try (var upstream = streaming(done(item()), failed)) {
      assertThat(attempt(upstream)).isInstanceOf(Refused.class);
    }
    assertThat(results.images()).isEmpty();
  }

  @Test
  void an_image_before_a_failure_of_the_text_model_is_delivered() throws Exception {
    String failed = "{\"type\":\"error\",\"error\":{\"code\":\"server_error\"}}";
    try (var upstream = streaming(done(item()), failed)) {
      assertThat(attempt(upstream)).isEqualTo(Succeeded.ALL);
    }
    assertThat(results.images()).containsExactly(IMAGE);
  }

  @Test
  void an_incomplete_response_is_a_block_or_not_known() throws Exception {
    assertThat(incomplete("content_filter"))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.blocked()).contains(Stage.OUTPUT));
    assertThat(incomplete("max_output_tokens")).isInstanceOf(Unknown.class);
  }

  @Test
  void an_answer_in_words_alone_is_a_refusal_that_keeps_no_key() throws Exception {
    try (var upstream = streaming(ResponseScript.TEXT_ONLY.formatted(UpstreamCalls.KEY))) {
      assertThat(attempt(upstream))
          .isEqualTo(new Refused("I cannot draw that. (…)", Optional.empty(), List.of()));
    }
    String refusal =
        "{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"No.\"}]}";
    try (var upstream = streaming(done(refusal), completed())) {
      assertThat(attempt(upstream)).isEqualTo(new Refused("No.", Optional.empty(), List.of()));
    }
  }

  @Test
  void a_completed_response_of_nothing_is_spent() throws Exception {
    try (var upstream = streaming(created(), completed(item("ig_1", "")))) {
      assertThat(attempt(upstream)).isInstanceOf(Spent.class);
    }
  }

  @Test
  void a_server_that_does_not_stream_answers_one_json() throws Exception {
    try (var upstream = answering(200, "\n \n " + response("completed", item()))) {
      assertThat(attempt(upstream, Map.of("stream", "false"), ORDER.withPartials(2)))
          .isEqualTo(Succeeded.ALL);
      assertThat(upstream.received().getFirst().text())
          .doesNotContain("\"stream\"")
          .doesNotContain("partial_images");
    }
    assertThat(results.images()).containsExactly(IMAGE);
    assertThat(results.told().usage()).contains(new Usage(10, 4, 258));
  }

  @Test
  void an_error_in_an_answer_of_status_200_is_one() throws Exception {
    try (var upstream =
        answering(200, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slowly.\"}}")) {
      assertThat(attempt(upstream)).isInstanceOf(Throttled.class);
    }
  }

  @Test
  void a_response_that_is_still_being_made_is_not_known() throws Exception {
    try (var upstream = answering(200, response("queued"))) {
      assertThat(attempt(upstream)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void statuses_are_those_of_the_table() throws Exception {
    String tool =
        "{\"error\":{\"message\":\"Tool 'image_generation' is not supported with gpt-5.5.\","
            + "\"type\":\"invalid_request_error\",\"param\":\"tools\"}}";
    try (var upstream = answering(400, tool)) {
      assertThat(attempt(upstream))
          .isInstanceOfSatisfying(
              NotSent.class, sent -> assertThat(sent.cause()).isEqualTo(Cause.NOT_SERVED));
    }
    String size = "{\"error\":{\"message\":\"Invalid size.\",\"param\":\"tools[0].size\"}}";
    try (var upstream = answering(400, size)) {
      assertThat(attempt(upstream)).isInstanceOf(Refused.class);
    }
  }

  @Test
  void options_name_the_text_model_and_what_is_left_out() throws Exception {
    try (var upstream = streaming(completed(item()))) {
      var options =
          Map.of("responses-model", "text-9", "omit", "instructions,moderation,quality,store");
      assertThat(attempt(upstream, options, ORDER)).isEqualTo(Succeeded.ALL);
      assertThat(upstream.received().getFirst().text())
          .contains("\"model\":\"text-9\"")
          .doesNotContain("instructions", "quality", "store");
    }
  }

  @Test
  void azure_has_its_own_path_and_names_the_image_deployment() throws Exception {
    try (var upstream = streaming(completed(item()))) {
      var options = Map.of("preset", "azure", "api-version", "preview");
      assertThat(attempt(upstream, options, ORDER)).isEqualTo(Succeeded.ALL);
      var request = upstream.received().getFirst();
      assertThat(request.target()).isEqualTo("/v1/openai/responses?api-version=preview");
      assertThat(request.header("x-ms-oai-image-generation-deployment")).isEqualTo("gpt-image-2");
      assertThat(request.header("api-key")).isEqualTo(UpstreamCalls.KEY);
    }
  }

  private static String item() {
    return ResponseScript.item("ig_1", base64(IMAGE));
  }

  private static String item(String id, String result) {
    return ResponseScript.item(id, result);
  }

  private static ScriptedHttp streaming(String... events) {
    return ScriptedHttp.start((_, reply) -> stream(reply, events));
  }

  private static ScriptedHttp answering(int status, String body) {
    return ScriptedHttp.start((_, reply) -> reply.json(status, body));
  }

  private AttemptOutcome failing(String code) throws Exception {
    String failed =
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":"
            + "{\"code\":\"%s\",\"message\":\"Sorry.\"}}}".formatted(code);
    try (var upstream = streaming(created(), failed)) {
      return attempt(upstream);
    }
  }

  private AttemptOutcome incomplete(String reason) throws Exception {
    String event =
        "{\"type\":\"response.incomplete\",\"response\":{\"status\":\"incomplete\",\"error\":null,"
            + "\"incomplete_details\":{\"reason\":\"%s\"},\"output\":[]}}".formatted(reason);
    try (var upstream = streaming(created(), event)) {
      return attempt(upstream);
    }
  }

  private AttemptOutcome attempt(ScriptedHttp upstream) throws InterruptedException {
    return attempt(upstream, Map.of(), ORDER);
  }

  private AttemptOutcome previewed(ScriptedHttp upstream) throws InterruptedException {
    return attempt(upstream, Map.of(), ORDER.withPartials(2));
  }

  private AttemptOutcome attempt(ScriptedHttp upstream, Map<String, String> options, Order order)
      throws InterruptedException {
    return provider.attempt(UpstreamCalls.generation(account(upstream, options), order), results);
  }

  private static Account account(ScriptedHttp upstream, Map<String, String> options) {
    var all = new HashMap<>(options);
    all.put("route", "responses");
    return UpstreamCalls.account(
        "openai", upstream.uri().resolve("/v1"), Map.of(), UpstreamCalls.KEY, all);
  }

  private static void await(ResponseResults results) throws IOException {
    try {
      if (!results.firstPreview().await(30, TimeUnit.SECONDS)) {
        throw new IOException("the preview was not passed on");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
