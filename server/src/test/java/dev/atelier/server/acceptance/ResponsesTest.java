package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.Tool;
import com.openai.models.responses.ToolChoiceTypes;
import dev.atelier.metering.key.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The vendor's SDK draws through responses, checking every answer. */
@ExtendWith(SharedServer.class)
class ResponsesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void a_response_has_the_picture_where_the_sdk_looks_for_it(LiveServer server) {
    try (var sdk = server.sdk()) {
      Response response =
          sdk.responses()
              .create(
                  drawing("a red fox")
                      .toolChoice(
                          ToolChoiceTypes.builder()
                              .type(ToolChoiceTypes.Type.IMAGE_GENERATION)
                              .build())
                      .build());

      assertThat(response.status()).contains(ResponseStatus.COMPLETED);
      ResponseOutputItem.ImageGenerationCall call =
          response.output().getFirst().asImageGenerationCall();
      assertThat(call.status()).isEqualTo(ResponseOutputItem.ImageGenerationCall.Status.COMPLETED);
      assertThat(size(call)).isEqualTo("1024x640");
      assertThat(response.usage().orElseThrow().outputTokens()).isZero();
      assertThat(response.toolUsage().orElseThrow().imageGen().outputTokens()).isEqualTo(107);
    }
  }

  @Test
  void the_previous_response_is_edited(LiveServer server) {
    try (var sdk = server.sdk()) {
      Response first = sdk.responses().create(drawing("a red fox").build());
      Response second =
          sdk.responses().create(drawing("at night").previousResponseId(first.id()).build());

      assertThat(second.previousResponseId()).contains(first.id());
      assertThat(call(second).action())
          .contains(ResponseOutputItem.ImageGenerationCall.Action.EDIT);
      assertThat(sdk.responses().inputItems().list(second.id()).data()).hasSize(1);
    }
  }

  @Test
  void a_stream_is_gathered_into_the_response(LiveServer server) {
    try (var sdk = server.sdk()) {
      var accumulator = ResponseAccumulator.create();
      List<ResponseStreamEvent> events =
          events(sdk, drawing("a river", tool().partialImages(2)).build());
      events.forEach(accumulator::accumulate);

      assertThat(events).hasSize(10);
      assertThat(events)
          .filteredOn(ResponseStreamEvent::isImageGenerationCallPartialImage)
          .extracting(event -> event.asImageGenerationCallPartialImage().partialImageIndex())
          .containsExactly(0L, 1L);
      Response whole = accumulator.response();
      assertThat(size(call(whole))).isEqualTo("1024x640");
      assertThat(whole).isEqualTo(sdk.responses().retrieve(whole.id()));
    }
  }

  @Test
  void a_response_in_the_background_is_asked_for_and_its_stream_resumed(LiveServer server) {
    try (var sdk = server.sdk()) {
      Response accepted = sdk.responses().create(drawing("a red fox").background(true).build());
      assertThat(accepted.status()).contains(ResponseStatus.QUEUED);

      Response done =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> sdk.responses().retrieve(accepted.id()),
                  now -> now.status().filter(ResponseStatus.COMPLETED::equals).isPresent());

      assertThat(size(call(done))).isEqualTo("1024x640");
      var resumed = ResponseRetrieveParams.builder().startingAfter(6).build();
      try (var rest = sdk.responses().retrieveStreaming(accepted.id(), resumed)) {
        assertThat(rest.stream().toList())
            .hasSize(2)
            .last()
            .satisfies(
                event -> assertThat(event.asCompleted().response().id()).isEqualTo(accepted.id()));
      }
    }
  }

  @Test
  void what_is_cancelled_or_deleted_is_told_so(LiveServer server) {
    try (var sdk = server.sdk()) {
      Response accepted =
          sdk.responses()
              .create(drawing("a late fox [atelier:delay=20s]").background(true).build());

      assertThat(sdk.responses().cancel(accepted.id()).status()).contains(ResponseStatus.CANCELLED);
      sdk.responses().delete(accepted.id());
      assertThatThrownBy(() -> sdk.responses().retrieve(accepted.id()))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void refusals_raise(LiveServer server) {
    try (var sdk = server.sdk()) {
      assertThatThrownBy(
              () -> sdk.responses().create(drawing("a fox", tool().size("512x512")).build()))
          .isInstanceOfSatisfying(
              BadRequestException.class,
              e -> {
                assertThat(e.param()).contains("tools[0].size");
                assertThat(e.code()).contains("invalid_value");
              });
      assertThatThrownBy(
              () -> sdk.responses().create(drawing("a fox [atelier:refuse-output]").build()))
          .isInstanceOfSatisfying(
              BadRequestException.class, e -> assertThat(e.code()).contains("moderation_blocked"));
    }
  }

  @Test
  void a_block_in_a_stream_is_told_and_another_failure_raises(LiveServer server) {
    try (var sdk = server.sdk()) {
      List<ResponseStreamEvent> events =
          events(sdk, drawing("a fox [atelier:refuse-output]").build());

      assertThat(events.getLast().asFailed().response().error()).isPresent();
      assertThatThrownBy(() -> events(sdk, drawing("a fox [atelier:unknown]").build()))
          .isInstanceOf(SseException.class);
    }
  }

  @Test
  void clients_of_sub2api_are_told_the_text_models(LiveServer server) {
    String key = server.key(Set.of(Scope.READ), Optional.of("sub2api"));
    try (var sdk = server.sdk(key);
        var usual = server.sdk()) {
      assertThat(sdk.openai().models().list().data())
          .extracting(model -> model.id())
          .contains("gpt-5.5", "gpt-image-2");
      assertThat(sdk.openai().models().retrieve("gpt-5.5").id()).isEqualTo("gpt-5.5");
      assertThat(usual.openai().models().list().data())
          .extracting(model -> model.id())
          .doesNotContain("gpt-5.5");
    }
  }

  private static List<ResponseStreamEvent> events(SdkClient sdk, ResponseCreateParams params) {
    try (var events = sdk.responses().createStreaming(params)) {
      return events.stream().toList();
    }
  }

  private static Tool.ImageGeneration.Builder tool() {
    return Tool.ImageGeneration.builder()
        .size("1024x640")
        .quality(Tool.ImageGeneration.Quality.LOW);
  }

  private static ResponseCreateParams.Builder drawing(String input) {
    return drawing(input, tool());
  }

  private static ResponseCreateParams.Builder drawing(
      String input, Tool.ImageGeneration.Builder tool) {
    return ResponseCreateParams.builder().model("gpt-5.5").input(input).addTool(tool.build());
  }

  private static ResponseOutputItem.ImageGenerationCall call(Response response) {
    return response.output().getFirst().asImageGenerationCall();
  }

  private static String size(ResponseOutputItem.ImageGenerationCall call) {
    return Pixels.size(Pixels.decode(Pixels.decoded(call.result().orElseThrow())));
  }
}
