package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Operation;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of earlier requests, over any database. */
abstract class IdempotencyContract {
  private static final TenantId TENANT = new TenantId("acme");
  private static final KeyId KEY = new KeyId("key-1");
  private static final KeyId OTHER = new KeyId("key-2");
  private static final Instant NOW = QueueWorld.START;

  private final Idempotency idempotency = new Idempotency();
  private Database database;

  /** An empty database with the queue's schema. */
  abstract Database open();

  @BeforeEach
  final void begin() {
    database = open();
  }

  @AfterEach
  final void end() {
    database.close();
  }

  @Test
  void a_key_leads_to_its_job_and_fingerprint() {
    remember("order-1", Operation.GENERATION, "print", 1, NOW);
    assertThat(find(TENANT, KEY, "order-1", Operation.GENERATION))
        .contains(new IdempotencyRecord(job(1), "print"));
  }

  @Test
  void a_key_counts_for_one_tenant_key_holder_and_operation_only() {
    remember("order-1", Operation.GENERATION, "print", 1, NOW);
    assertThat(find(new TenantId("other"), KEY, "order-1", Operation.GENERATION)).isEmpty();
    assertThat(find(TENANT, OTHER, "order-1", Operation.GENERATION)).isEmpty();
    assertThat(find(TENANT, KEY, "order-1", Operation.EDIT)).isEmpty();
    assertThat(find(TENANT, KEY, "order-2", Operation.GENERATION)).isEmpty();
    remember("order-1", Operation.EDIT, "print", 2, NOW);
    assertThat(find(TENANT, KEY, "order-1", Operation.EDIT).map(IdempotencyRecord::job))
        .contains(job(2));
  }

  @Test
  void a_key_is_remembered_once() {
    remember("order-1", Operation.GENERATION, "print", 1, NOW);
    assertThatThrownBy(() -> remember("order-1", Operation.GENERATION, "print", 2, NOW))
        .isInstanceOf(IdempotencyRaceException.class);
    assertThat(find(TENANT, KEY, "order-1", Operation.GENERATION).map(IdempotencyRecord::job))
        .contains(job(1));
  }

  @Test
  void the_newest_recent_request_with_the_same_fingerprint_is_the_twin() {
    unkeyed("print", 1, NOW);
    unkeyed("print", 2, NOW.plusSeconds(1));
    remember("order-1", Operation.GENERATION, "print", 3, NOW.plusSeconds(2));
    unkeyed("another", 4, NOW.plusSeconds(3));

    assertThat(twin(KEY, "print", NOW)).contains(job(3));
    assertThat(twin(KEY, "print", NOW.plusSeconds(2))).contains(job(3));
    assertThat(twin(KEY, "print", NOW.plusSeconds(3))).isEmpty();
    assertThat(twin(OTHER, "print", NOW)).isEmpty();
  }

  @Test
  void the_oldest_are_forgotten_first() {
    unkeyed("print", 1, NOW);
    remember("order-1", Operation.GENERATION, "print", 2, NOW.plusSeconds(1));
    remember("order-2", Operation.GENERATION, "print", 3, NOW.plusSeconds(2));

    assertThat(forget(NOW, 10)).isZero();
    assertThat(forget(NOW.plusSeconds(2), 1)).isEqualTo(1);
    assertThat(find(TENANT, KEY, "order-1", Operation.GENERATION)).isPresent();
    assertThat(forget(NOW.plusSeconds(2), 10)).isEqualTo(1);
    assertThat(find(TENANT, KEY, "order-1", Operation.GENERATION)).isEmpty();
    assertThat(find(TENANT, KEY, "order-2", Operation.GENERATION)).isPresent();
  }

  private Optional<IdempotencyRecord> find(
      TenantId tenant, KeyId key, String idempotencyKey, Operation operation) {
    return database.read(tx -> idempotency.find(tx, tenant, key, idempotencyKey, operation));
  }

  private Optional<JobId> twin(KeyId key, String print, Instant since) {
    return database.read(tx -> idempotency.recentDuplicate(tx, key, print, since));
  }

  private int forget(Instant before, int limit) {
    return database.write(tx -> idempotency.forget(tx, before, limit));
  }

  private void remember(
      String idempotencyKey, Operation operation, String print, int job, Instant now) {
    database.write(tx -> {
      idempotency.remember(tx, TENANT, KEY, idempotencyKey, operation, print, job(job), now);
      return true;
    });
  }

  private void unkeyed(String print, int job, Instant now) {
    database.write(tx -> {
      idempotency.rememberUnkeyed(tx, TENANT, KEY, Operation.GENERATION, print, job(job), now);
      return true;
    });
  }

  private static JobId job(int number) {
    return new JobId(QueueWorld.uuid(number));
  }
}
