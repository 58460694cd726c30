package dev.atelier.webhook;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened, as endpoints subscribe to it and deliveries name it. */
public enum EventType {
  /** A picture was delivered and charged. */
  IMAGE_COMPLETED("image.completed"),
  JOB_SUCCEEDED("job.succeeded"),
  JOB_FAILED("job.failed"),
  JOB_CANCELLED("job.cancelled"),
  /** Sent on demand, to whoever asked; nobody subscribes to it. */
  TEST("webhook.test");

  private final String word;

  EventType(String word) {
    this.word = word;
  }

  /** Such as {@code job.succeeded}. */
  public String word() {
    return word;
  }

  public static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(event -> event.word.equals(word)).findFirst();
  }

  /** Every event that an endpoint can subscribe to. */
  public static Set<EventType> subscribable() {
    return EnumSet.complementOf(EnumSet.of(TEST));
  }

  /** As a row stores them: words in a fixed order, separated by blanks. */
  public static String join(Set<EventType> events) {
    return Arrays.stream(values())
        .filter(events::contains)
        .map(EventType::word)
        .collect(Collectors.joining(" "));
  }

  public static Set<EventType> split(String joined) {
    var events = EnumSet.noneOf(EventType.class);
    for (var word : joined.split(" ")) {
      of(word).ifPresent(events::add);
    }
    return Set.copyOf(events);
  }

  /** The event of a row, which only ever holds ours. */
  public static EventType stored(String word) {
    return of(word).orElseThrow(() -> new IllegalStateException("no such event: " + word));
  }
}
