package dev.atelier.queue.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.Operation;
import dev.atelier.image.TenantId;
import dev.atelier.queue.QueueWorld;
import java.time.Instant;
import java.util.List;
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
    record(keyed(TENANT, KEY, "order-1", Operation.GENERATION), 1, NOW);
    assertThat(find(keyed(TENANT, KEY, "order-1", Operation.GENERATION)))
        .contains(new IdempotencyRecord(job(1), "print"));
  }

  @Test
  void a_key_counts_for_one_tenant_and_operation_whoever_shows_it() {
    record(keyed(TENANT, KEY, "order-1", Operation.GENERATION), 1, NOW);
    assertThat(find(keyed(new TenantId("other"), KEY, "order-1", Operation.GENERATION))).isEmpty();
    assertThat(find(keyed(TENANT, KEY, "order-1", Operation.EDIT))).isEmpty();
    assertThat(find(keyed(TENANT, KEY, "order-2", Operation.GENERATION))).isEmpty();
    record(keyed(TENANT, KEY, "order-1", Operation.EDIT), 2, NOW);
    assertThat(find(keyed(TENANT, KEY, "order-1", Operation.EDIT)).map(IdempotencyRecord::job))
        .contains(job(2));
  }

  @Test
  void an_idempotency_key_survives_a_rotation_of_the_api_key() {
    record(keyed(TENANT, KEY, "order-1", Operation.GENERATION), 1, NOW);
    assertThat(find(keyed(TENANT, OTHER, "order-1", Operation.GENERATION))).isPresent();
    assertThatThrownBy(() -> record(keyed(TENANT, OTHER, "order-1", Operation.GENERATION), 2, NOW))
        .isInstanceOf(IdempotencyRaceException.class);
  }

  @Test
  void a_key_is_recorded_once() {
    record(keyed(TENANT, KEY, "order-1", Operation.GENERATION), 1, NOW);
    assertThatThrownBy(() -> record(keyed(TENANT, KEY, "order-1", Operation.GENERATION), 2, NOW))
        .isInstanceOf(IdempotencyRaceException.class);
    assertThat(
            find(keyed(TENANT, KEY, "order-1", Operation.GENERATION)).map(IdempotencyRecord::job))
        .contains(job(1));
  }

  @Test
  void a_job_that_is_not_replayed_is_replaced_once() {
    var request = keyed(TENANT, KEY, "order-1", Operation.GENERATION);
    record(request, 1, NOW);
    replace(request, 1, 2);
    assertThat(find(request).map(IdempotencyRecord::job)).contains(job(2));
    assertThatThrownBy(() -> replace(request, 1, 3)).isInstanceOf(IdempotencyRaceException.class);
  }

  @Test
  void two_equal_orders_and_two_repeats_match_one_to_one() {
    record(unkeyed("print", 0, NOW), 1, NOW);
    record(unkeyed("print", 0, NOW), 2, NOW.plusSeconds(1));
    record(keyed(TENANT, KEY, "order-1", Operation.GENERATION), 3, NOW.plusSeconds(2));
    record(unkeyed("another", 0, NOW), 4, NOW.plusSeconds(3));
    var repeat = unkeyed("print", 1, NOW);

    assertThat(originals(repeat, NOW)).containsExactly(job(2), job(1));
    handOut(repeat, 2);
    assertThat(originals(repeat, NOW)).containsExactly(job(1), job(2));
    handOut(repeat, 1);
    assertThat(originals(repeat, NOW)).as("joining again costs nothing").hasSize(2);
    assertThat(originals(unkeyed("print", 2, NOW), NOW)).containsExactly(job(2), job(1));
  }

  @Test
  void a_second_repeat_belongs_to_the_order_that_the_first_one_got() {
    record(unkeyed("print", 0, NOW), 1, NOW);
    record(unkeyed("print", 0, NOW), 2, NOW.plusSeconds(1));
    handOut(unkeyed("print", 1, NOW), 1);
    assertThat(originals(unkeyed("print", 2, NOW), NOW).getFirst()).isEqualTo(job(1));
  }

  @Test
  void a_repeat_finds_only_recent_orders_of_its_key_holder() {
    record(unkeyed("print", 0, NOW), 1, NOW);
    assertThat(originals(unkeyed("print", 1, NOW), NOW.plusSeconds(1))).isEmpty();
    assertThat(originals(unkeyed(OTHER, "print", 1, NOW), NOW)).isEmpty();
  }

  @Test
  void an_original_joins_the_repeat_that_overtook_it_once() {
    Instant received = NOW;
    record(unkeyed("print", 1, NOW.plusSeconds(2)), 1, NOW.plusSeconds(3));
    var original = unkeyed("print", 0, received);

    assertThat(overtakers(original, NOW.plusSeconds(5))).containsExactly(job(1));
    assertThat(overtakers(unkeyed("print", 0, NOW.plusSeconds(4)), NOW.plusSeconds(5)))
        .as("an equal order that came later is another one")
        .isEmpty();
    assertThat(overtakers(original, NOW.plusMillis(100)))
        .as("what was prepared at once cannot have been overtaken")
        .isEmpty();
    database.write(tx -> {
      idempotency.adopt(tx, original, job(1));
      return true;
    });
    assertThat(overtakers(original, NOW.plusSeconds(5))).isEmpty();
  }

  @Test
  void the_oldest_are_forgotten_first() {
    record(unkeyed("print", 0, NOW), 1, NOW);
    var first = keyed(TENANT, KEY, "order-1", Operation.GENERATION);
    var second = keyed(TENANT, KEY, "order-2", Operation.GENERATION);
    record(first, 2, NOW.plusSeconds(1));
    record(second, 3, NOW.plusSeconds(2));

    assertThat(forget(NOW, 10)).isZero();
    assertThat(forget(NOW.plusSeconds(2), 1)).isEqualTo(1);
    assertThat(find(first)).isPresent();
    assertThat(forget(NOW.plusSeconds(2), 10)).isEqualTo(1);
    assertThat(find(first)).isEmpty();
    assertThat(find(second)).isPresent();
  }

  private static RequestIdentity keyed(
      TenantId tenant, KeyId key, String idempotencyKey, Operation operation) {
    return new RequestIdentity(
        tenant, key, Optional.of(idempotencyKey), operation, "print", 0, NOW);
  }

  private static RequestIdentity unkeyed(String print, int repeats, Instant received) {
    return unkeyed(KEY, print, repeats, received);
  }

  private static RequestIdentity unkeyed(KeyId key, String print, int repeats, Instant received) {
    return new RequestIdentity(
        TENANT, key, Optional.empty(), Operation.GENERATION, print, repeats, received);
  }

  private Optional<IdempotencyRecord> find(RequestIdentity request) {
    return database.read(tx -> idempotency.find(tx, request));
  }

  private List<JobId> originals(RequestIdentity repeat, Instant since) {
    return database.write(tx -> idempotency.originals(tx, repeat, since));
  }

  private List<JobId> overtakers(RequestIdentity original, Instant now) {
    return database.write(tx -> idempotency.overtakers(tx, original, now));
  }

  private int forget(Instant before, int limit) {
    return database.write(tx -> idempotency.forget(tx, before, limit));
  }

  private void record(RequestIdentity request, int job, Instant now) {
    database.write(tx -> {
      idempotency.record(tx, request, job(job), now);
      return true;
    });
  }

  private void replace(RequestIdentity request, int failed, int job) {
    database.write(tx -> {
      idempotency.replace(tx, request, job(failed), job(job), NOW);
      return true;
    });
  }

  private void handOut(RequestIdentity repeat, int job) {
    database.write(tx -> {
      idempotency.handOut(tx, repeat, job(job));
      return true;
    });
  }

  private static JobId job(int number) {
    return new JobId(QueueWorld.uuid(number));
  }
}
