package dev.atelier.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.Quality;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results.Admitted;
import dev.atelier.providers.upstream.UpstreamCalls;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DifferencesTest {
  private static final Account ACCOUNT =
      UpstreamCalls.account("openai", URI.create("http://127.0.0.1:1/v1"), Map.of());
  private static final Call CALL =
      UpstreamCalls.generation(ACCOUNT, UpstreamCalls.order(1, 1024, 1024));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"quality\":\"auto\",\"model\":\"\"}",
        "{\"quality\":\"HD!\"}",
        "{\"model\":\"gpt-image-2\"}",
        "{\"model\":\"gpt-image-2-2026-04-21\"}"
      })
  void an_answer_that_says_nothing_else_admits_nothing(String answer) {
    assertThat(Differences.admitted(CALL, json(answer))).isEqualTo(Admitted.NOTHING);
  }

  @Test
  void the_quality_that_was_ordered_is_no_difference() {
    String ordered = CALL.request().order().output().quality().word();
    JsonNode answer = json("{\"quality\":\"%s\"}".formatted(ordered));

    assertThat(Differences.admitted(CALL, answer)).isEqualTo(Admitted.NOTHING);
    assertThat(Differences.of(CALL, answer)).isEmpty();
  }

  @Test
  void another_quality_and_another_model_are_admitted_and_told() {
    JsonNode answer = json("{\"quality\":\"xhigh\",\"model\":\"gpt-image-2.5-flare\"}");

    assertThat(Differences.admitted(CALL, answer))
        .isEqualTo(
            new Admitted(Optional.of(new Quality("xhigh")), Optional.of("gpt-image-2.5-flare")));
    assertThat(Differences.of(CALL, answer))
        .contains("model gpt-image-2.5-flare where gpt-image-2 was ordered");
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
