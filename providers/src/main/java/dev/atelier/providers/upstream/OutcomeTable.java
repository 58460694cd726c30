package dev.atelier.providers.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.image.Blocked.Stage;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.Cause;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.AttemptOutcome.Refused;
import dev.atelier.provider.AttemptOutcome.Spent;
import dev.atelier.provider.AttemptOutcome.Throttled;
import dev.atelier.provider.AttemptOutcome.Unknown;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What each vendor's errors mean: whether anything may have been made and charged, and by that
 * whether the call may be repeated. The rows are data, in {@code outcomes.txt}; the first that
 * matches decides.
 */
public final class OutcomeTable {
  private static final List<OutcomeRow> ROWS = read();

  private final String vendor;

  /**
   * @param vendor the rows of this one and of any
   */
  public OutcomeTable(String vendor) {
    this.vendor = vendor;
  }

  /** Every row, in order. */
  public static List<OutcomeRow> rows() {
    return ROWS;
  }

  /** How an attempt ended in which this happened. */
  public AttemptOutcome decide(UpstreamProblem problem) {
    String outcome =
        ROWS.stream()
            .filter(row -> row.matches(vendor, problem))
            .findFirst()
            .map(OutcomeRow::outcome)
            .orElse("unknown");
    return outcome(outcome, problem);
  }

  private static AttemptOutcome outcome(String word, UpstreamProblem problem) {
    return switch (word) {
      case "refused" -> new Refused(said(problem), Optional.empty(), problem.categories());
      case "blocked: input" -> blocked(Stage.INPUT, problem);
      case "blocked: output" -> blocked(Stage.OUTPUT, problem);
      case "throttled" -> new Throttled(problem.retryAfter(), problem.told());
      case "not sent: unreachable" -> notSent(Cause.UNREACHABLE, problem);
      case "not sent: credential" -> notSent(Cause.CREDENTIAL, problem);
      case "not sent: quota" -> notSent(Cause.QUOTA, problem);
      case "not sent: not served" -> notSent(Cause.NOT_SERVED, problem);
      case "not sent: server error" -> notSent(Cause.SERVER_ERROR, problem);
      case "unknown" -> new Unknown(problem.told());
      case "spent" -> new Spent(problem.told());
      default -> throw new IllegalStateException("no outcome is called " + word);
    };
  }

  private static Refused blocked(Stage stage, UpstreamProblem problem) {
    return new Refused(
        said(problem), Optional.of(problem.stage().orElse(stage)), problem.categories());
  }

  private static NotSent notSent(Cause cause, UpstreamProblem problem) {
    return new NotSent(cause, problem.evidence(), problem.status(), problem.retryAfter());
  }

  /** For the caller: the upstream's sentence about what was ordered. */
  private static String said(UpstreamProblem problem) {
    return problem.message().isEmpty() ? problem.evidence() : problem.message();
  }

  private static List<OutcomeRow> read() {
    try (InputStream in = OutcomeTable.class.getResourceAsStream("outcomes.txt")) {
      if (in == null) {
        throw new IllegalStateException("outcomes.txt is missing");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(OutcomeRow::parse)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("outcomes.txt cannot be read", e);
    }
  }
}
