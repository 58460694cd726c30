package dev.atelier.providers.upstream;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One line of the table: what it matches, and how the attempt ended then.
 *
 * @param vendor whose; {@code any} for all
 * @param phase the word of a {@link CallPhase}, or {@code *}
 * @param what a status, a range such as {@code 520-530}, a class such as {@code 5xx}, or a word
 * @param codes any of these among the upstream's codes; {@code json} and {@code page} tell only who
 *     answered; {@code *} whatever
 * @param message a part of the message in lower case; {@code *} whatever
 * @param outcome such as {@code not sent: quota}
 */
public record OutcomeRow(
    String vendor, String phase, String what, List<String> codes, String message, String outcome) {
  private static final String ANY = "*";

  static OutcomeRow parse(String line) {
    String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
    if (cells.length != 6) {
      throw new IllegalArgumentException("six cells expected: " + line);
    }
    return new OutcomeRow(
        cells[0], cells[1], cells[2], List.of(cells[3].split(",\\s*")), cells[4], cells[5]);
  }

  /** Whether it is for this problem of this vendor; rows before it may be too. */
  public boolean matches(String otherVendor, UpstreamProblem problem) {
    return (vendor.equals("any") || vendor.equals(otherVendor))
        && (phase.equals(ANY) || phase.equals(problem.phase().word()))
        && matchesWhat(problem.what())
        && codes.stream().anyMatch(code -> names(code, problem))
        && (message.equals(ANY) || problem.message().toLowerCase(Locale.ROOT).contains(message));
  }

  private boolean matchesWhat(String other) {
    if (what.equals(ANY) || what.equals(other)) {
      return true;
    }
    if (!other.matches("\\d{3}")) {
      return false;
    }
    if (what.matches("\\dxx")) {
      return what.charAt(0) == other.charAt(0);
    }
    String[] ends = what.split("-");
    return what.matches("\\d{3}-\\d{3}")
        && ends[0].compareTo(other) <= 0
        && other.compareTo(ends[1]) <= 0;
  }

  private static boolean names(String code, UpstreamProblem problem) {
    return switch (code) {
      case ANY -> true;
      case "json" -> problem.json();
      case "page" -> !problem.json();
      default -> problem.codes().stream().anyMatch(code::equalsIgnoreCase);
    };
  }
}
