package dev.atelier.image;

import java.util.List;

/**
 * Refused for its content: by our own policy before there is a job, or by the upstream.
 *
 * @param stage {@code input} before rendering, {@code output} after it
 */
public record Blocked(Stage stage, List<String> categories) implements RequestFault, JobFault {
  public Blocked {
    categories = List.copyOf(categories);
  }

  /** Where a moderation block happened. */
  public enum Stage {
    INPUT,
    OUTPUT
  }
}
