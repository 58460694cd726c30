package dev.atelier.providers.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.catalog.Catalog;
import dev.atelier.image.Blocked.Stage;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Quality;
import dev.atelier.media.PixelBudget;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Succeeded;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import dev.atelier.provider.KeptResults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptTest {
  private final KeptResults results = new KeptResults();
  private final List<Duration> waits = new ArrayList<>();

  private AttemptOutcome attempt(String prompt) {
    return Calls.attempt(Calls.call(Calls.order(prompt, 96, 64)), results);
  }

  private AttemptOutcome paced(Duration pace, String prompt, int count, int partials)
      throws InterruptedException {
    var provider =
        new SandboxProvider(
            new SandboxSettings(pace),
            Catalog.builtIn(),
            new PixelBudget(1, Duration.ofSeconds(30)),
            waits::add);
    var order = Calls.order(prompt, 96, 64).withCount(count).withPartials(partials);
    return provider.attempt(Calls.call(order), results);
  }

  @Test
  void refuses_at_input() {
    assertThat(attempt("a cat [atelier:refuse-input]"))
        .isEqualTo(
            new Refused(
                "The prompt was refused (scripted).",
                Optional.of(Stage.INPUT),
                List.of("sandbox")));
    assertThat(results.images()).isEmpty();
  }

  @Test
  void a_call_that_makes_fewer_says_that_it_went_well() throws Exception {
    assertThat(paced(Duration.ZERO, "a cat [atelier:fewer=2]", 3, 0)).isEqualTo(Succeeded.ALL);
    assertThat(results.images().keySet()).containsExactly(0, 1);
  }

  @Test
  void a_job_of_repeats_has_one_picture() throws Exception {
    paced(Duration.ZERO, "a cat [atelier:repeat]", 2, 0);
    assertThat(Pixels.of(results.bytes(0)).differences(Pixels.of(results.bytes(1)))).isZero();
    assertThat(results.bytes(0)).isNotEqualTo(results.bytes(1));
  }

  @Test
  void another_quality_is_drawn_and_admitted() {
    attempt("a cat [atelier:quality=high]");
    assertThat(results.told(0).admitted().quality()).contains(Quality.HIGH);
    attempt("a cat [atelier:quality=auto]");
    assertThat(results.told(0).admitted().quality()).isEmpty();
  }

  @Test
  void refuses_at_output_with_categories() {
    assertThat(attempt("a cat [atelier:refuse-output=violence,self-harm]"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.blocked()).contains(Stage.OUTPUT);
              assertThat(refused.categories()).containsExactly("violence", "self-harm");
            });
    assertThat(results.images()).isEmpty();
  }

  @Test
  void throttles_with_a_wait() {
    assertThat(attempt("[atelier:throttle=7] a cat"))
        .isInstanceOfSatisfying(
            Throttled.class,
            throttled -> assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(7)));
  }

  @Test
  void answers_with_a_server_error() {
    assertThat(attempt("[atelier:error] a cat"))
        .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.status()).contains(500));
    assertThat(attempt("[atelier:error=503] a cat"))
        .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.status()).contains(503));
    assertThat(attempt("[atelier:unreachable] a cat"))
        .isInstanceOfSatisfying(NotSent.class, it -> assertThat(it.status()).isEmpty());
  }

  @Test
  void ends_unknown_or_spent() {
    assertThat(attempt("[atelier:unknown] a cat")).isInstanceOf(Unknown.class);
    assertThat(attempt("[ATELIER:Spent] a cat")).isInstanceOf(Spent.class);
    assertThat(results.images()).isEmpty();
  }

  @Test
  void delivers_the_wrong_size_and_format() {
    assertThat(attempt("a cat [atelier:size=48x80][atelier:format=webp]")).isEqualTo(Succeeded.ALL);

    assertThat(Pixels.format(results.bytes(0))).isEqualTo(OutputFormat.WEBP);
    assertThat(Pixels.of(results.bytes(0)).size().toString()).isEqualTo("48x80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "webp"})
  void stops_in_the_middle_of_the_bytes(String format) {
    attempt("a cat [atelier:format=" + format + "]");
    var whole = results.bytes(0);
    attempt("a cat [atelier:cut=40%] [atelier:format=" + format + "]");
    var cut = results.bytes(0);

    assertThat(Pixels.isWhole(whole)).isTrue();
    assertThat(Pixels.isWhole(cut)).isFalse();
    assertThat(cut.length).isBetween(whole.length / 4, whole.length / 2);
  }

  @Test
  void only_the_first_k_succeed() throws InterruptedException {
    assertThat(paced(Duration.ZERO, "a cat [atelier:succeed=2]", 4, 0))
        .isEqualTo(new Succeeded(List.of(2, 3)));
    assertThat(results.images().keySet()).containsExactly(0, 1);
  }

  @Test
  void a_delay_is_waited_for() throws InterruptedException {
    assertThat(paced(Duration.ZERO, "a cat [atelier:delay=1500ms]", 1, 0)).isEqualTo(Succeeded.ALL);
    assertThat(waits).containsExactly(Duration.ofMillis(1500));
  }

  @Test
  void a_delay_beyond_the_timeout_ends_unknown() throws InterruptedException {
    assertThat(paced(Duration.ZERO, "a cat [atelier:delay=300s]", 1, 0))
        .isInstanceOf(Unknown.class);
    assertThat(waits).containsExactly(Duration.ofMinutes(2));
  }

  @Test
  void pace_spreads_over_the_previews() throws InterruptedException {
    paced(Duration.ofSeconds(6), "a cat", 2, 2);

    assertThat(waits).hasSize(6).containsOnly(Duration.ofSeconds(2));
    assertThat(results.previews().keySet()).containsExactly("0/0", "0/1", "1/0", "1/1");
    assertThat(results.progress()).isSorted().endsWith(1.0);
  }

  @Test
  void previews_have_the_ordered_format_and_size_and_get_finer() throws InterruptedException {
    paced(Duration.ZERO, "a cat on a sofa", 1, 3);

    var whole = Pixels.of(results.bytes(0));
    var differences =
        results.previews().values().stream().map(Pixels::of).map(whole::differences).toList();
    assertThat(Pixels.format(results.previews().values().iterator().next()))
        .isEqualTo(OutputFormat.PNG);
    assertThat(differences).hasSize(3).allMatch(different -> different > 0);
    assertThat(waits).isEmpty();
  }

  @Test
  void slow_partials_wait_before_each() throws InterruptedException {
    paced(Duration.ZERO, "a cat [atelier:partials=1s]", 1, 2);

    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void an_interrupt_ends_the_call() {
    var provider =
        new SandboxProvider(
            new SandboxSettings(Duration.ofSeconds(1)),
            Catalog.builtIn(),
            new PixelBudget(1, Duration.ofSeconds(1)),
            _ -> {
              throw new InterruptedException();
            });
    var call = Calls.call(Calls.order("a cat", 96, 64));

    assertThatThrownBy(() -> provider.attempt(call, results))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void tokens_are_never_drawn() {
    var prompts =
        List.of(
            "poster \"HI\" [atelier:cut=20%]",
            "zorgle [atelier:proof] frobnitz",
            "poster [atelier:nonsense=\"1\"] sale",
            "a -> b [atelier:delay=1s] -> c",
            "card for [atelier:size=1x1] Ann [atelier:broken",
            "[ atelier : spent ] banner hello");
    for (var prompt : prompts) {
      var request = Calls.call(Calls.order(prompt, 96, 64)).request();
      var assignment = Assignment.of(request, Catalog.builtIn());
      assertThat(assignment.page().texts())
          .as(prompt)
          .isNotEmpty()
          .allSatisfy(text ->
              assertThat(text.toLowerCase(java.util.Locale.ROOT)).doesNotContain("atelier"));
    }
  }

  @Test
  void malformed_tokens_are_ignored_and_told() {
    attempt("a cat [atelier:delay=soon] [atelier:dance] [atelier:size=0x0] [atelier:spent=1]");

    assertThat(results.told(0).notUnderstood())
        .containsExactly(
            "[atelier:delay=soon]", "[atelier:dance]", "[atelier:size=0x0]", "[atelier:spent=1]");
  }

  @Test
  void a_proof_strip_changes_only_the_bottom() {
    attempt("a cat");
    var plain = Pixels.of(results.bytes(0));
    attempt("a cat [atelier:proof]");
    var proof = Pixels.of(results.bytes(0));

    assertThat(proof.at(1, 62)).isNotEqualTo(plain.at(1, 62));
  }
}
