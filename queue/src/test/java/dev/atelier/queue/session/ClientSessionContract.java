package dev.atelier.queue.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.queue.JobSpec;
import dev.atelier.queue.QueueWorld;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of sessions over any database. */
abstract class ClientSessionContract {
  private static final UUID SESSION = new UUID(7, 7);
  private static final KeyId KEY = new KeyId("key-1");

  private final ClientSessionRows rows = new ClientSessionRows();
  private QueueWorld world;

  /** An empty database with the queue's schema. */
  abstract Database open();

  @BeforeEach
  final void begin() {
    world = new QueueWorld(open(), QueueSettings.DEFAULT);
  }

  @AfterEach
  final void end() {
    world.database.close();
  }

  @Test
  void a_job_belongs_to_the_session_that_it_came_in_by_and_to_its_key() {
    submit(1);

    assertThat(jobs(SESSION, KEY)).containsExactly(new SessionJob(job(1), Set.of()));
    assertThat(jobs(new UUID(8, 8), KEY)).isEmpty();
    assertThat(jobs(SESSION, new KeyId("key-2"))).isEmpty();
  }

  @Test
  void what_the_client_has_got_is_told_with_its_job() {
    submit(1);
    submit(2);
    var some = new SessionJob(job(1), Set.of(0, 2));
    var all = new SessionJob(job(1), Set.of(0, 1, 2, SessionJob.LAST));

    receive(some);
    assertThat(jobs(SESSION, KEY))
        .containsExactlyInAnyOrder(some, new SessionJob(job(2), Set.of()));
    receive(all);
    assertThat(jobs(SESSION, KEY)).contains(all);
  }

  @Test
  void a_job_that_another_session_asks_for_moves_to_it() {
    submit(1);
    var other = new UUID(8, 8);

    world.write(tx -> {
      rows.adopt(tx, other, job(1));
      return tx;
    });

    assertThat(jobs(other, KEY)).hasSize(1);
    assertThat(jobs(SESSION, KEY)).isEmpty();
  }

  @Test
  void that_a_client_left_is_known_until_it_is_back() {
    world.write(tx -> {
      rows.detach(tx, SESSION, KEY);
      return tx;
    });
    assertThat(left(KEY)).isTrue();
    assertThat(left(new KeyId("key-2"))).isFalse();

    world.write(tx -> {
      rows.attach(tx, SESSION, KEY);
      return tx;
    });
    assertThat(left(KEY)).isFalse();
  }

  @Test
  void what_is_old_is_forgotten_a_few_at_a_time() {
    for (int i = 1; i <= 5; i++) {
      receive(new SessionJob(job(i), Set.of(0)));
    }
    Instant later = world.write(tx -> tx.now().plus(Duration.ofHours(1)));

    assertThat(world.<Integer>write(tx -> rows.forget(tx, Instant.EPOCH, 3))).isZero();
    int forgotten = 0;
    for (int i = 0; i < 5; i++) {
      forgotten += world.<Integer>write(tx -> rows.forget(tx, later, 3));
    }
    assertThat(forgotten).isEqualTo(5);
  }

  private void submit(int number) {
    JobSpec job = QueueWorld.job(number, QueueWorld.TENANT, QueueWorld.ROUTE, 3, true);
    world.write(tx -> {
      world.queue.submit(tx, inSession(job));
      return tx;
    });
  }

  private static JobSpec inSession(JobSpec job) {
    return new JobSpec(
        job.id(),
        job.tenant(),
        job.key(),
        job.route(),
        job.request(),
        job.origin().in(SESSION),
        job.handling(),
        job.price(),
        job.created(),
        job.startBy());
  }

  private void receive(SessionJob job) {
    world.write(tx -> {
      rows.receive(tx, SESSION, job);
      return tx;
    });
  }

  private boolean left(KeyId key) {
    return world.write(tx -> rows.detached(tx, SESSION, key)).isPresent();
  }

  private List<SessionJob> jobs(UUID session, KeyId key) {
    return world.write(tx -> rows.jobs(tx, session, key, Instant.EPOCH, 10));
  }

  private static JobId job(int number) {
    return new JobId(QueueWorld.uuid(number));
  }
}
