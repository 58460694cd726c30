package dev.atelier.server.metrics;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import dev.atelier.image.TenantId;
import dev.atelier.queue.CompletionPolicy;
import dev.atelier.queue.Job;
import dev.atelier.queue.JobProgress;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.JobState;
import dev.atelier.queue.Origin;
import dev.atelier.queue.Price;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Jobs as observers are told of them. */
public final class SampleJobs {
  public static final Instant CREATED = SampleMetrics.NOW.minusSeconds(12);

  private static final JobId ID =
      new JobId(new UUID(0x019b_0000_0000_7000L, 0x8000_0000_0000_0001L));

  private SampleJobs() {}

  static Job succeeded() {
    return succeeded("gpt-image-2", Output.DEFAULT.withSize(SizeChoice.of(1024, 1024)));
  }

  static Job succeeded(String model, int width, int height, String quality) {
    return succeeded(
        model,
        Output.DEFAULT.withSize(SizeChoice.of(width, height)).withQuality(new Quality(quality)));
  }

  private static Job succeeded(String model, Output output) {
    return succeeded(
        ID,
        Order.of(model, "a prompt that nobody may see").withOutput(output),
        new Origin("openai", "{}", "http://localhost"),
        SampleMetrics.NOW);
  }

  /** One of these that came in 12 seconds before {@link SampleMetrics#NOW} and started at once. */
  public static Job succeeded(JobId id, Order order, Origin origin, Instant ended) {
    var spec =
        new JobSpec(
            id,
            new TenantId("acme"),
            new KeyId("key-1"),
            order.model() + "/generation",
            new ImageRequest.Generation(order),
            origin,
            new JobSpec.Handling(CompletionPolicy.ALL, true, false, false),
            Price.metered(53_000),
            CREATED,
            CREATED.plusSeconds(600));
    return new Job(
        spec,
        new JobProgress(
            JobState.SUCCEEDED,
            Optional.empty(),
            Optional.of(CREATED),
            Optional.of(ended),
            5,
            List.of()));
  }
}
