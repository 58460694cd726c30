package dev.atelier.queue;

import static dev.atelier.queue.QueueWorld.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.image.TenantId;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How old what has not ended is. */
class JobAgesTest {
  private static final String ROUTE = "gpt-image-2/generation";

  @Test
  void the_oldest_queued_job_and_the_oldest_hold_are_found() {
    try (Database database =
        DirectDatabase.open(
            List.of("dev/atelier/queue/migrations"),
            CommitHooks.NONE,
            InstantSource.fixed(START))) {
      var world = new QueueWorld(database, QueueSettings.DEFAULT);
      assertThat(ages(world, START)).isEqualTo(new JobAges(Optional.empty(), Optional.empty(), 0));

      world.write(tx -> {
        world.queue.submit(tx, QueueWorld.job(1, TenantId.DEFAULT, ROUTE, 1, true));
        world.queue.submit(tx, QueueWorld.job(2, TenantId.DEFAULT, ROUTE, 1, true));
        return tx;
      });
      Instant deadline = QueueWorld.job(1, TenantId.DEFAULT, ROUTE, 1, true).startBy();
      assertThat(ages(world, deadline))
          .isEqualTo(new JobAges(Optional.of(START), Optional.of(START), 0));
      assertThat(ages(world, deadline.plusMillis(1)).overdue()).isEqualTo(2);

      world.write(tx -> world.queue.claim(tx, Set.of(ROUTE), "node", START, START.plusSeconds(30)));
      world.write(tx -> world.queue.claim(tx, Set.of(ROUTE), "node", START, START.plusSeconds(30)));
      assertThat(ages(world, deadline.plusMillis(1)))
          .isEqualTo(new JobAges(Optional.empty(), Optional.of(START), 2));
    }
  }

  private static JobAges ages(QueueWorld world, Instant overdueBefore) {
    return world.read(tx -> JobAges.of(tx, overdueBefore));
  }
}
