package dev.atelier.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ImagePolicy;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.PromptPolicy;
import dev.atelier.moderation.rules.RulePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A prompt that the built-in rules refuse, as each API words it at its own moment. */
@Timeout(120)
class RefusedContentTest {
  private static final String CANARY = "Quetzalcoatlus";
  private static final String REFUSED = CANARY + ", a naked 12 year old girl";
  private static final String DOUBTFUL = CANARY + ", child's drawing of a nude statue in a museum";
  private static final Moderation RULES = new Moderation(List.of(RulePolicy.builtIn()), List.of());
  private static final String OPENAI = "/v1/images/generations";
  private static final String RESPONSES = "/v1/responses";
  private static final String SEAART = "/v1/queue/gpt_image_2";
  private static final String RUNWARE = "/runware/v1";
  private static final String APIMART = "/apimart/v1/images/generations";
  private static final String OWN = "/api/v1/jobs";

  private static final Principal CALLER =
      new Principal(TenantId.DEFAULT, new KeyId("any"), Scope.all(), Optional.empty());

  @TempDir Path directory;

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(OPENAI, "auto", 400, "/error/code", "moderation_blocked"),
        Arguments.of(OPENAI, "low", 400, "/error/code", "moderation_blocked"),
        Arguments.of(OPENAI, "auto", 400, "/error/type", "image_generation_user_error"),
        Arguments.of(OPENAI, "auto", 400, "/error/moderation_details/moderation_stage", "input"),
        Arguments.of(
            OPENAI, "auto", 400, "/error/moderation_details/categories/0", "sexual/minors"),
        Arguments.of(RESPONSES, "auto", 400, "/error/code", "moderation_blocked"),
        Arguments.of(RESPONSES, "low", 400, "/error/code", "moderation_blocked"),
        Arguments.of(SEAART, "auto", 422, "/error_type", "REQUEST_INVALID"),
        Arguments.of(SEAART, "low", 422, "/error_type", "REQUEST_INVALID"),
        Arguments.of(RUNWARE, "auto", 400, "/errors/0/code", "invalidProviderContent"),
        Arguments.of(APIMART, "auto", 400, "/error/code", "content_policy_violation"),
        Arguments.of(APIMART, "low", 400, "/error/code", "content_policy_violation"),
        Arguments.of(OWN, "auto", 422, "/detail", "The request was refused by content moderation."),
        Arguments.of(OWN, "low", 422, "/categories/0", "sexual/minors"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refused_prompt_is_final_free_and_told_in_the_api_s_own_words(
      String path, String level, int status, String pointer, String expected) throws Exception {
    try (var server = ApiServer.start(directory, setup -> setup.with(RULES))) {
      Reply reply = server.post(path, body(path, REFUSED, level));

      assertThat(reply.status()).as(reply.body()).isEqualTo(status);
      assertThat(reply.text(pointer)).as(reply.body()).isEqualTo(expected);
      assertThat(reply.body()).doesNotContain(CANARY);
      assertThat(reply.header("Retry-After")).isEmpty();
      requireNothing(server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    OPENAI + ", 503",
    RESPONSES + ", 503",
    SEAART + ", 503",
    RUNWARE + ", 503",
    APIMART + ", 503",
    OWN + ", 503"
  })
  void what_cannot_be_judged_now_is_not_called_blocked(String path, int status) throws Exception {
    var away = new Moderation(List.of(new Away()), List.of());
    try (var server = ApiServer.start(directory, setup -> setup.with(away))) {
      Reply reply = server.post(path, body(path, CANARY, "auto"));

      assertThat(reply.status()).as(reply.body()).isEqualTo(status);
      assertThat(reply.body()).doesNotContain("moderation_blocked").doesNotContain(CANARY);
      assertThat(reply.header("Retry-After")).as(path).isPresent();
      requireNothing(server);
    }
  }

  @Test
  void what_is_for_a_person_to_look_at_is_made_and_says_so() throws Exception {
    try (var server = ApiServer.start(directory, setup -> setup.with(RULES))) {
      Reply made = server.post(OWN, body(OWN, DOUBTFUL, "auto"));

      assertThat(made.status()).as(made.body()).isIn(201, 202);
      JsonNode job = server.get(OWN + "/" + made.text("/id")).json();
      assertThat(job.path("flagged").toString()).isEqualTo("[\"sexual\",\"sexual/minors\"]");
    }
  }

  @ParameterizedTest
  @CsvSource({"REVIEW, true", "OFF, false"})
  void runware_is_told_of_a_check_of_results_where_one_ran(Action action, boolean unsafe)
      throws Exception {
    var looking = new Moderation(List.of(), List.of(new Eye(action)));
    try (var server = ApiServer.start(directory, setup -> setup.with(looking))) {
      Reply reply = server.post(RUNWARE, body(RUNWARE, "a fox", "auto"));

      JsonNode told = reply.json().at("/data/0/NSFWContent");
      assertThat(told.isBoolean()).as(reply.body()).isTrue();
      assertThat(told.booleanValue()).isEqualTo(unsafe);
    }
  }

  @Test
  void a_refused_result_is_withheld_and_not_charged() throws Exception {
    var looking = new Moderation(List.of(), List.of(new Eye(Action.REFUSE)));
    try (var server = ApiServer.start(directory, setup -> setup.with(looking))) {
      Reply reply = server.post(OPENAI, body(OPENAI, "a fox", "auto"));

      assertThat(reply.status()).as(reply.body()).isEqualTo(400);
      assertThat(reply.text("/error/code")).isEqualTo("moderation_blocked");
      assertThat(reply.text("/error/moderation_details/moderation_stage")).isEqualTo("output");
      assertThat(reply.text("/error/moderation_details/categories/0")).isEqualTo("sexual");
      assertThat(server.gateway().balance().of(CALLER).charged()).isZero();
    }
  }

  @Test
  void a_try_out_tells_verdict_rules_and_checks_and_makes_nothing() throws Exception {
    try (var server = ApiServer.start(directory, setup -> setup.with(RULES))) {
      Reply refused = server.post("/api/v1/moderation/try", "{\"prompt\":\"" + REFUSED + "\"}");
      Reply passed = server.post("/api/v1/moderation/try", "{\"prompt\":\"a red fox\"}");
      Reply wrong = server.post("/api/v1/moderation/try", "{\"prompt\":\"\"}");

      assertThat(refused.text("/verdict")).isEqualTo("refuse");
      assertThat(refused.json().path("refused").booleanValue()).isTrue();
      assertThat(refused.text("/categories/0")).isEqualTo("sexual/minors");
      assertThat(refused.json().path("rules").toString()).contains("rules:age-nude");
      assertThat(refused.body()).doesNotContain(CANARY);
      assertThat(passed.text("/verdict")).isEqualTo("allow");
      assertThat(passed.json().path("checks").toString()).contains("rules:sexual/minors");
      assertThat(wrong.status()).isEqualTo(422);
      assertThat(server.jobs()).isZero();
    }
  }

  private static void requireNothing(ApiServer server) {
    assertThat(server.jobs()).isZero();
    assertThat(server.provider.calls()).isEmpty();
    assertThat(server.gateway().balance().of(CALLER).held()).isZero();
  }

  private static String body(String path, String prompt, String level) {
    return switch (path) {
      case RESPONSES ->
          """
          {"model":"gpt-5","input":"%s","tool_choice":"required",\
          "tools":[{"type":"image_generation","moderation":"%s"}]}\
          """
              .formatted(prompt, level);
      case RUNWARE ->
          """
          [{"taskType":"imageInference","taskUUID":"%s","model":"openai:gpt-image@2",\
          "positivePrompt":"%s","width":1024,"height":1024}]\
          """
              .formatted(UUID.randomUUID(), prompt);
      case APIMART, OPENAI, OWN, SEAART ->
          "{\"model\":\"gpt-image-2\",\"prompt\":\"%s\",\"moderation\":\"%s\"}"
              .formatted(prompt, level);
      default -> throw new IllegalArgumentException(path);
    };
  }

  /** Cannot be asked. */
  private static final class Away implements PromptPolicy {
    @Override
    public List<String> checks(ModerationContext context) {
      return List.of("away");
    }

    @Override
    public List<Finding> check(Prompt prompt, ModerationContext context) {
      throw new FaultException(
          new AdmissionFault.Unavailable("nobody is there", Duration.ofSeconds(10)));
    }
  }

  /** Says the same of every picture. */
  private record Eye(Action action) implements ImagePolicy {
    @Override
    public List<String> checks(ModerationContext context) {
      return List.of("eye:sexual");
    }

    @Override
    public List<Finding> check(JudgedPicture picture, ModerationContext context) {
      return action == Action.OFF ? List.of() : List.of(new Finding("sexual", action, "eye"));
    }
  }
}
