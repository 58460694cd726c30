package dev.atelier.providers.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.provider.AttemptOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table decides what it says. */
class OutcomeTableTest {
  static Stream<OutcomeRow> rows() {
    return OutcomeTable.rows().stream();
  }

  @Test
  void the_table_has_rows_for_every_vendor_and_no_row_twice() {
    assertThat(OutcomeTable.rows()).hasSizeGreaterThan(100);
    assertThat(rows().map(OutcomeRow::vendor).distinct())
        .containsExactlyInAnyOrder("openai", "seaart", "runware", "apimart", "any");
    var seen = new HashSet<OutcomeRow>();
    assertThat(rows().filter(row -> !seen.add(row))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void no_row_is_hidden_by_one_before_it(OutcomeRow row) {
    String vendor = row.vendor().equals("any") ? "another" : row.vendor();
    UpstreamProblem problem = example(row);
    assertThat(rows().filter(one -> one.matches(vendor, problem)).findFirst()).contains(row);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_row_gives_its_outcome(OutcomeRow row) {
    String vendor = row.vendor().equals("any") ? "another" : row.vendor();
    AttemptOutcome outcome = new OutcomeTable(vendor).decide(example(row));
    assertThat(word(outcome)).isEqualTo(row.outcome());
  }

  /** What such a row is about, as plain as can be. */
  private static UpstreamProblem example(OutcomeRow row) {
    String phase = row.phase().equals("*") ? "task" : row.phase();
    String what =
        switch (row.what()) {
          case "*" -> row.phase().equals("upload") ? "500" : "418";
          case "3xx" -> "302";
          case "4xx" -> "418";
          case "5xx" -> "599";
          default -> row.what();
        };
    String code = row.codes().getFirst();
    boolean page = code.equals("page");
    List<String> codes =
        code.equals("*") || code.equals("json") || page ? List.of() : List.of(code);
    return new UpstreamProblem(
        CallPhase.valueOf(phase.toUpperCase(Locale.ROOT)),
        what,
        !page,
        codes,
        row.message().equals("*") ? "" : row.message(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** As the table writes it. */
  static String word(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> "succeeded";
      case AttemptOutcome.Refused(_, var stage, _) ->
          stage.map(one -> "blocked: " + one.name().toLowerCase(Locale.ROOT)).orElse("refused");
      case AttemptOutcome.Throttled _ -> "throttled";
      case AttemptOutcome.NotSent notSent ->
          "not sent: " + notSent.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case AttemptOutcome.Unknown _ -> "unknown";
      case AttemptOutcome.Spent _ -> "spent";
    };
  }
}
