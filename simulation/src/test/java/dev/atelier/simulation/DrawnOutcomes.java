package dev.atelier.simulation;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.OutcomeRow;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What vendors answer when something goes wrong: rows of the table by which the adapters decide,
 * each with one of the answers that it is for. The table says what the answer is.
 */
final class DrawnOutcomes {
  private static final int TRIES_MAX = 1_000;

  private final String vendor;
  private final OutcomeTable table;
  private final SplittableRandom random;

  DrawnOutcomes(String vendor, SplittableRandom random) {
    this.vendor = vendor;
    this.table = new OutcomeTable(vendor);
    this.random = random;
  }

  /** A problem and what the table says that it is. */
  record Drawn(UpstreamProblem problem, AttemptOutcome outcome) {
    int status() {
      return problem.status().orElse(0);
    }
  }

  /**
   * Some problem that the table decides so.
   *
   * @param words outcomes as the table writes them
   * @param told when the upstream says that it may be asked again
   */
  Drawn draw(CallPhase phase, List<String> words, Optional<Duration> told) {
    List<OutcomeRow> rows =
        OutcomeTable.rows().stream()
            .filter(row -> row.vendor().equals(vendor) || row.vendor().equals("any"))
            .filter(row -> row.phase().equals("*") || row.phase().equals(phase.word()))
            .filter(row -> words.contains(row.outcome()))
            .toList();
    for (int i = 0; i < TRIES_MAX; i++) {
      OutcomeRow row = rows.get(random.nextInt(rows.size()));
      UpstreamProblem problem = problem(phase, row, told);
      if (decides(row, problem)) {
        return new Drawn(problem, table.decide(problem));
      }
    }
    throw new IllegalStateException(vendor + " has no answer that is " + words);
  }

  /** Whether no row before this one is for such an answer too. */
  private boolean decides(OutcomeRow row, UpstreamProblem problem) {
    return OutcomeTable.rows().stream()
        .filter(one -> one.matches(vendor, problem))
        .findFirst()
        .filter(row::equals)
        .isPresent();
  }

  private UpstreamProblem problem(CallPhase phase, OutcomeRow row, Optional<Duration> told) {
    String code = row.codes().get(random.nextInt(row.codes().size()));
    boolean word = !List.of("*", "json", "page").contains(code);
    return new UpstreamProblem(
        phase,
        what(row.what()),
        word || code.equals("json") || (code.equals("*") && random.nextBoolean()),
        word ? List.of(code) : List.of(),
        row.message().equals("*") ? "" : row.message(),
        told,
        Optional.empty(),
        List.of());
  }

  private String what(String cell) {
    if (cell.equals("*")) {
      return String.valueOf(400 + random.nextInt(200));
    }
    if (cell.matches("\\dxx")) {
      return cell.charAt(0) + "%02d".formatted(random.nextInt(32));
    }
    if (cell.matches("\\d{3}-\\d{3}")) {
      int from = Integer.parseInt(cell.substring(0, 3));
      int to = Integer.parseInt(cell.substring(4));
      return String.valueOf(random.nextInt(from, to + 1));
    }
    return cell;
  }
}
