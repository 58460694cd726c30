package dev.atelier.moderation;

import java.util.List;

/** What is decided of a prompt or a picture. */
public sealed interface Verdict {

  /** As reports and metrics write it. */
  default String word() {
    return switch (this) {
      case Allow _ -> "allow";
      case Review _ -> "review";
      case Refuse _ -> "refuse";
    };
  }

  /** Why; empty where it passes. */
  default List<String> categories() {
    return List.of();
  }

  /** None of the checks that ran found anything. */
  record Allow() implements Verdict {}

  /**
   * @param categories why, at least one
   */
  record Refuse(List<String> categories) implements Verdict {
    public Refuse {
      categories = List.copyOf(categories);
    }
  }

  /**
   * Doubtful: a person should look at it.
   *
   * @param categories why, at least one
   */
  record Review(List<String> categories) implements Verdict {
    public Review {
      categories = List.copyOf(categories);
    }
  }

  /** Refusing wins over reviewing, and that over allowing; each category is told once. */
  static Verdict of(List<Finding> findings) {
    List<String> refused = categories(findings, Action.REFUSE);
    if (!refused.isEmpty()) {
      return new Refuse(refused);
    }
    List<String> reviewed = categories(findings, Action.REVIEW);
    return reviewed.isEmpty() ? new Allow() : new Review(reviewed);
  }

  private static List<String> categories(List<Finding> findings, Action action) {
    return findings.stream()
        .filter(finding -> finding.action() == action)
        .map(Finding::category)
        .distinct()
        .toList();
  }
}
