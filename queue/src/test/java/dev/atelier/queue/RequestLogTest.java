package dev.atelier.queue;

import static dev.atelier.queue.QueueWorld.ACCOUNT;
import static dev.atelier.queue.QueueWorld.ROUTE;
import static dev.atelier.queue.QueueWorld.START;
import static dev.atelier.queue.QueueWorld.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.image.AccountId;
import dev.atelier.image.AttemptId;
import dev.atelier.image.ImageSize;
import dev.atelier.image.KeyId;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.queue.AttemptReport.Latency;
import dev.atelier.queue.AttemptReport.Received;
import dev.atelier.queue.claim.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of calls, and how it is listed. */
class RequestLogTest {
  private static final TenantId OTHER = new TenantId("other");
  private static final AttemptReport REPORT =
      new AttemptReport(
          "runware",
          "openai:gpt-image@2",
          1,
          Optional.of(new Usage(11, 0, 1_756)),
          new Latency(
              true,
              Optional.of(Duration.ofNanos(1_500)),
              Optional.of(Duration.ofMillis(80)),
              Optional.of(Duration.ofSeconds(9)),
              Duration.ofSeconds(10)),
          512,
          2_000_000,
          Map.of("x-request-id", "req_1"),
          Map.of("quality", "medium"),
          List.of(new Received(0, new ImageSize(1024, 1024), OutputFormat.PNG, 1_900_000)));

  private QueueWorld world;
  private int made;

  /** An empty database with the queue's schema. */
  Database database() {
    return DirectDatabase.open(LeaseContract.MIGRATIONS);
  }

  @BeforeEach
  void open() {
    world = new QueueWorld(database(), QueueSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_is_kept_of_a_call_is_read_with_what_its_job_says() {
    Lease lease = world.running(world.newJob(2));
    AttemptId attempt = world.begin(lease, 0, 1);
    assertThat(log(lease)).singleElement().extracting(LoggedAttempt::report).isEqualTo(none());

    end(lease, attempt);

    LoggedAttempt logged = log(lease).getFirst();
    assertThat(logged.report()).contains(REPORT);
    assertThat(logged.tenant()).isEqualTo(TENANT);
    assertThat(logged.key()).isEqualTo(new KeyId("key-1"));
    assertThat(logged.requestId()).contains("req_7");
    assertThat(logged.request()).isEqualTo(world.job(lease.job()).request());
    assertThat(logged.row()).isEqualTo(world.attempts(lease.job()).getFirst());
  }

  @Test
  void an_end_after_its_job_keeps_as_much() {
    Lease lease = world.running(world.newJob(1));
    AttemptId attempt = world.begin(lease, 0);
    world.cancel(lease.job());
    assertThat(world.<Boolean>write(tx -> world.queue.endLate(tx, lease.job(), attempt, ended())))
        .isTrue();
    assertThat(log(lease).getFirst().report()).contains(REPORT);
  }

  @Test
  void pages_hold_every_call_of_the_tenant_once_newest_first() {
    List<AttemptId> begun = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Lease lease = world.running(job(TENANT));
      begun.addFirst(world.begin(lease, 0));
      if (i % 2 == 0) {
        world.now = world.now.plusMillis(1); // others share their millisecond
      }
      world.begin(world.running(job(OTHER)), 0);
    }
    List<AttemptId> listed = new ArrayList<>();
    Optional<AttemptFilter.Place> place = Optional.empty();
    List<LoggedAttempt> page = list(START, Optional.empty(), place, 3);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      page.forEach(one -> listed.add(one.row().id()));
      place = AttemptFilter.Place.parse(page.getLast().place().toString());
      assertThat(place).isPresent();
      page = list(START, Optional.empty(), place, 3);
    }
    assertThat(listed).isEqualTo(begun);
  }

  @Test
  void a_list_may_begin_at_a_time_and_be_of_one_account() {
    world.begin(world.running(job(TENANT)), 0);
    world.now = START.plusSeconds(5);
    AttemptId later = world.begin(world.running(job(TENANT)), 0);

    assertThat(list(START.plusSeconds(5), Optional.of(ACCOUNT), Optional.empty(), 9))
        .extracting(one -> one.row().id())
        .containsExactly(later);
    assertThat(list(START, Optional.of(new AccountId("none")), Optional.empty(), 9)).isEmpty();
  }

  @Test
  void an_accounts_calls_and_images_are_counted_from_a_time_on() {
    Lease early = world.running(job(TENANT));
    end(early, world.begin(early, 0));
    world.now = START.plusSeconds(5);
    Lease lease = world.running(world.newJob(3));
    end(lease, world.begin(lease, 0, 2));
    world.begin(world.running(job(OTHER)), 0);

    assertThat(totals(START.plusSeconds(5))).isEqualTo(new AttemptTotals(2, 3, 1));
    assertThat(totals(START)).isEqualTo(new AttemptTotals(3, 4, 2));
    assertThat(totals(START.plusSeconds(6))).isEqualTo(new AttemptTotals(0, 0, 0));
  }

  @Test
  void the_log_goes_with_its_job() {
    Lease lease = world.running(world.newJob(1));
    end(lease, world.begin(lease, 0));
    world.cancel(lease.job());
    assertThat(list(START, Optional.empty(), Optional.empty(), 9)).hasSize(1);

    world.write(tx -> world.queue.forget(tx, world.now.plusSeconds(1), 10));

    assertThat(list(START, Optional.empty(), Optional.empty(), 9)).isEmpty();
    assertThat(totals(START)).isEqualTo(new AttemptTotals(0, 0, 0));
  }

  @Test
  void a_place_that_is_none_is_not_read() {
    assertThat(AttemptFilter.Place.parse("")).isEmpty();
    assertThat(AttemptFilter.Place.parse("1-2")).isEmpty();
    assertThat(AttemptFilter.Place.parse("9".repeat(20) + "-" + QueueWorld.uuid(1))).isEmpty();
  }

  private static Optional<AttemptReport> none() {
    return Optional.empty();
  }

  private JobSpec job(TenantId tenant) {
    return QueueWorld.job(10_000 + ++made, tenant, ROUTE, 1, false);
  }

  private AttemptEnd ended() {
    return new AttemptEnd("succeeded", Optional.empty(), "", world.now).with(REPORT);
  }

  private void end(Lease lease, AttemptId attempt) {
    world.write(tx -> {
      world.queue.end(tx, lease, attempt, ended());
      return true;
    });
  }

  private List<LoggedAttempt> log(Lease lease) {
    return world.read(tx -> world.queue.log(tx, lease.job()));
  }

  private List<LoggedAttempt> list(
      Instant since, Optional<AccountId> account, Optional<AttemptFilter.Place> before, int limit) {
    var filter = new AttemptFilter(TENANT, since, account, before, limit);
    return world.read(tx -> world.queue.log(tx, filter));
  }

  private AttemptTotals totals(Instant since) {
    return world.read(tx -> world.queue.totals(tx, ACCOUNT, since));
  }
}
