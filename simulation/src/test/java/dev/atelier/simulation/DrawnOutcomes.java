package dev.atelier.simulation;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.OutcomeRow;
import dev.atelier.providers.upstream.OutcomeTable;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What vendors answer when something goes wrong: rows of the table by which the adapters decide,
 * each with the answers that it is for. The table says what an answer is.
 */
final class DrawnOutcomes {
  private static final Map<Wanted, List<Drawn>> ANSWERS = new ConcurrentHashMap<>();

  private final String vendor;
  private final SplittableRandom random;

  DrawnOutcomes(String vendor, SplittableRandom random) {
    this.vendor = vendor;
    this.random = random;
  }

  /** A problem and what the table says that it is. */
  record Drawn(UpstreamProblem problem, AttemptOutcome outcome) {
    int status() {
      return problem.status().orElse(0);
    }
  }

  private record Wanted(String vendor, CallPhase phase, List<String> words) {}

  /**
   * Some problem that the table decides so.
   *
   * @param words outcomes as the table writes them
   */
  Drawn draw(CallPhase phase, List<String> words) {
    List<Drawn> answers =
        ANSWERS.computeIfAbsent(new Wanted(vendor, phase, words), DrawnOutcomes::answers);
    return answers.get(random.nextInt(answers.size()));
  }

  /** The same of a submit, with the time after which the upstream says it may be asked again. */
  AttemptOutcome draw(List<String> words, Duration told) {
    UpstreamProblem drawn = draw(CallPhase.SUBMIT, words).problem();
    return new OutcomeTable(vendor)
        .decide(
            new UpstreamProblem(
                drawn.phase(),
                drawn.what(),
                drawn.json(),
                drawn.codes(),
                drawn.message(),
                Optional.of(told),
                drawn.stage(),
                drawn.categories()));
  }

  private static List<Drawn> answers(Wanted wanted) {
    var table = new OutcomeTable(wanted.vendor());
    return OutcomeTable.rows().stream()
        .filter(row -> row.vendor().equals(wanted.vendor()) || row.vendor().equals("any"))
        .filter(row -> row.phase().equals("*") || row.phase().equals(wanted.phase().word()))
        .filter(row -> wanted.words().contains(row.outcome()))
        .flatMap(row ->
            problems(wanted.phase(), row).filter(problem -> decides(wanted.vendor(), row, problem)))
        .map(problem -> new Drawn(problem, table.decide(problem)))
        .toList();
  }

  /** Whether no row before this one is for such an answer too. */
  private static boolean decides(String vendor, OutcomeRow row, UpstreamProblem problem) {
    return OutcomeTable.rows().stream()
        .filter(one -> one.matches(vendor, problem))
        .findFirst()
        .filter(row::equals)
        .isPresent();
  }

  private static Stream<UpstreamProblem> problems(CallPhase phase, OutcomeRow row) {
    return whats(row.what())
        .flatMap(what -> row.codes().stream().flatMap(code -> problems(phase, what, code, row)));
  }

  private static Stream<UpstreamProblem> problems(
      CallPhase phase, String what, String code, OutcomeRow row) {
    boolean word = !List.of("*", "json", "page").contains(code);
    return Stream.of(true, false)
        .filter(json -> code.equals("*") || json != code.equals("page"))
        .map(json ->
            new UpstreamProblem(
                phase,
                what,
                json,
                word ? List.of(code) : List.of(),
                row.message().equals("*") ? "" : row.message(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
  }

  private static Stream<String> whats(String cell) {
    if (cell.equals("*")) {
      return Stream.of("404", "500", "cut", "silence");
    }
    if (cell.matches("\\dxx")) {
      int first = 100 * (cell.charAt(0) - '0');
      return IntStream.range(first, first + 32).mapToObj(String::valueOf);
    }
    if (cell.matches("\\d{3}-\\d{3}")) {
      return IntStream.rangeClosed(
              Integer.parseInt(cell.substring(0, 3)), Integer.parseInt(cell.substring(4)))
          .mapToObj(String::valueOf);
    }
    return Stream.of(cell);
  }
}
