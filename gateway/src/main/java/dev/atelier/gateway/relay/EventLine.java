package dev.atelier.gateway.relay;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.JobId;
import dev.atelier.queue.events.JobEvent;
import java.util.Optional;

/** The text of a notice about a job. Words that it does not know are of a later version. */
sealed interface EventLine {
  JobId job();

  /** Something that is known by its text alone. */
  record Told(JobEvent event) implements EventLine {
    @Override
    public JobId job() {
      return event.job();
    }
  }

  /**
   * A preview whose bytes are in the store that all processes share.
   *
   * @param order 0-based among the previews of that picture
   */
  record Preview(JobId job, int image, int order, ArtifactId artifact) implements EventLine {
    String text() {
      return "preview " + job + " " + image + " " + order + " " + artifact;
    }
  }

  /** What others are told of an event; empty where that is nothing. */
  static Optional<String> of(JobEvent event) {
    return switch (event) {
      case JobEvent.Started(JobId job) -> Optional.of("started " + job);
      case JobEvent.Progress(JobId job, double fraction) ->
          Optional.of("progress " + job + " " + fraction);
      case JobEvent.ImageDone(JobId job, int image, var _) ->
          Optional.of("image " + job + " " + image);
      case JobEvent.Ended(JobId job, var _) -> Optional.of("ended " + job);
      case JobEvent.Arriving _, JobEvent.Partial _, JobEvent.Missed _ -> Optional.empty();
    };
  }

  /** What a text says; empty where that is nothing we know. */
  static Optional<EventLine> parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      return read(words);
    } catch (IllegalArgumentException | IndexOutOfBoundsException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<EventLine> read(String[] words) {
    JobId job = JobId.parse(words[1]);
    return switch (words[0]) {
      case "started" -> told(new JobEvent.Started(job));
      case "progress" ->
          told(new JobEvent.Progress(job, Math.clamp(Double.parseDouble(words[2]), 0, 1)));
      case "image" -> told(new JobEvent.ImageDone(job, Integer.parseInt(words[2])));
      case "ended" -> told(new JobEvent.Ended(job));
      case "preview" ->
          Optional.of(
              new Preview(
                  job,
                  Integer.parseInt(words[2]),
                  Integer.parseInt(words[3]),
                  ArtifactId.parse(words[4])));
      default -> Optional.empty();
    };
  }

  private static Optional<EventLine> told(JobEvent event) {
    return Optional.of(new Told(event));
  }
}
