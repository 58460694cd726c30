package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.ImageState;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobImage;
import dev.atelier.queue.JobProgress;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.JobState;
import dev.atelier.queue.Origin;
import dev.atelier.queue.Price;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that breaks off anywhere hears each event once, in whatever order pictures end. */
class EventCursorTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  static Stream<Long> seeds() {
    return IntStream.range(0, 200).mapToObj(Long::valueOf);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_event_is_heard_once_whenever_the_line_is_cut(long seed) {
    var random = new Random(seed);
    int count = random.nextInt(1, 11);
    var order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, random);
    var images = new ArrayList<>(IntStream.range(0, count).mapToObj(JobImage::pending).toList());
    var heard = new ArrayList<String>();
    EventCursor told = EventCursor.until(Optional.empty());
    String last = "";
    last = hear(told, job(JobState.QUEUED, images), heard, last, random);
    for (int index : order) {
      images.set(index, ended(index, random));
      told = EventCursor.until(Optional.of(last));
      last = hear(told, job(JobState.RUNNING, images), heard, last, random);
    }
    told = EventCursor.until(Optional.of(last));
    hear(told, job(JobState.SUCCEEDED, images), heard, last, random);

    assertThat(heard).doesNotHaveDuplicates().hasSize(count + 3);
    assertThat(heard.subList(0, 2)).containsExactly("job.created", "job.started");
    assertThat(heard.getLast()).isEqualTo("job.succeeded");
  }

  /** Hears what is new until the line is cut, and returns the id of the last event heard. */
  private static String hear(
      EventCursor told, Job job, List<String> heard, String last, Random random) {
    String now = last;
    for (var event : told.next(job)) {
      if (random.nextInt(4) == 0 && !job.state().ended()) {
        return now;
      }
      now = event.id();
      heard.add(event.image().isPresent() ? "image " + event.image().getAsInt() : event.type());
    }
    return now;
  }

  private static JobImage ended(int index, Random random) {
    boolean done = random.nextBoolean();
    return new JobImage(
        index,
        done ? ImageState.DONE : ImageState.FAILED,
        done ? Optional.of(new ArtifactId(new UUID(1, index))) : Optional.empty(),
        done ? Optional.empty() : Optional.of(new JobFault.UpstreamFailed("x")),
        Usage.NONE,
        0,
        Optional.empty(),
        Optional.of(START.plusSeconds(random.nextInt(3))));
  }

  private static Job job(JobState state, List<JobImage> images) {
    return new Job(
        new JobSpec(
            new JobId(new UUID(0, 1)),
            TenantId.DEFAULT,
            new KeyId("k"),
            "gpt-image-2/generation",
            new ImageRequest.Generation(Order.of("gpt-image-2", "fox")),
            new Origin("atelier", "{}", ""),
            new JobSpec.Handling(CompletionPolicy.EACH, false, false, false),
            Price.FREE,
            START,
            START),
        new JobProgress(
            state,
            Optional.empty(),
            state == JobState.QUEUED ? Optional.empty() : Optional.of(START),
            state.ended() ? Optional.of(START) : Optional.empty(),
            0,
            images));
  }
}
