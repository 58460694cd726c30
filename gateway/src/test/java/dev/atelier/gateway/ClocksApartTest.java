package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.DirectDatabase;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.gateway.submit.Submission;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.moderation.Moderation;
import dev.atelier.provider.FakeProvider;
import dev.atelier.queue.JobState;
import dev.atelier.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose clock is far behind the database's. */
class ClocksApartTest {
  private static final Duration START_WITHIN = GatewaySettings.DEFAULT.startWithin();

  @TempDir Path directory;

  private final FakeClock time = FakeClock.fixed();
  private final FakeClock behind =
      new FakeClock(time.instant().minus(START_WITHIN.multipliedBy(2)));
  private final DirectDatabase database =
      DirectDatabase.open(World.MIGRATIONS, CommitHooks.NONE, time);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_job_may_wait_as_long_as_any_by_the_clock_that_ends_its_waiting() {
    var node =
        World.of(
            directory,
            new World.Ground(behind, database, Optional.empty()),
            new World.Settings(1, 100, Moderation.OFF),
            FakeProvider.paid());
    JobId _ = inBackground(node, "begins");
    JobId waits = inBackground(node, "waits");

    pass(START_WITHIN.minusSeconds(1));
    node.runtime.work().housekeeping().tick();
    assertThat(node.job(waits).state()).isEqualTo(JobState.QUEUED);

    pass(Duration.ofSeconds(2));
    node.runtime.work().housekeeping().tick();
    assertThat(node.job(waits).fault()).contains(new JobFault.StartDeadlinePassed());
  }

  private static JobId inBackground(World node, String prompt) {
    Submission ordered = World.submission(World.order(prompt));
    return node.submit(
            new Submission(
                ordered.principal(),
                ordered.request(),
                ordered.origin(),
                ordered.completion(),
                false,
                ClientRetry.none(Instant.EPOCH)))
        .job()
        .id();
  }

  private void pass(Duration by) {
    time.advance(by);
    behind.advance(by);
  }
}
