package dev.atelier.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AccountId;
import dev.atelier.image.JobFaultKind;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Schema;
import dev.atelier.metering.usage.AccountHours.CallEnd;
import dev.atelier.metering.usage.UsageFigures.Jobs;
import dev.atelier.metering.usage.UsageFigures.Pictures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageHoursTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:10:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 29);
  private static final TenantId ACME = new TenantId("acme");
  private static final int MANY = 100;

  private final UsageTables tables = new UsageTables();
  private Database database;

  /** An empty database with the tables of this module. */
  Database database() {
    return Schema.inMemory();
  }

  @BeforeEach
  void fill() {
    database = database();
    succeeded("a", "64x64", NOON, 1);
    succeeded("a", "64x64", NOON.plusSeconds(600), 30);
    succeeded("b", "32x32", NOON.plusSeconds(3_600), 5);
    failed("a", NOON, JobFaultKind.UPSTREAM_FAILED);
    charged("a", NOON, 700);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static UsageSource source(String key, String size) {
    return new UsageSource(ACME, new KeyId(key), "fox", "m", "p", size, "low");
  }

  private void write(Consumer<Tx> body) {
    database.write(tx -> {
      body.accept(tx);
      return true;
    });
  }

  private void succeeded(String key, String size, Instant at, int seconds) {
    var figures = UsageFigures.ended(new Jobs(1, 1, seconds * 1_000L), new Pictures(1, 0, 0, 0, 0));
    var end = new JobEnd(Optional.of(Duration.ofSeconds(seconds)), Optional.empty());
    write(tx -> tables.hours().ended(tx, source(key, size), at, end, figures));
  }

  private void failed(String key, Instant at, JobFaultKind fault) {
    var figures = UsageFigures.ended(new Jobs(1, 0, 0), new Pictures(1, 0, 1, 0, 0));
    var end = new JobEnd(Optional.empty(), Optional.of(fault));
    write(tx -> tables.hours().ended(tx, source(key, "64x64"), at, end, figures));
  }

  private void charged(String key, Instant at, long micros) {
    var figures = UsageFigures.charged(Usage.NONE, micros);
    write(tx -> tables.hours().add(tx, source(key, "64x64"), at, figures));
  }

  private void called(Instant at, String outcome, Optional<Duration> took) {
    var end = new CallEnd(outcome, took, 1);
    write(tx -> tables.accounts().ended(tx, source("a", ""), new AccountId("main"), at, end));
  }

  private static ChartFilter filter(boolean hours) {
    return new ChartFilter(Optional.of(ACME), DAY, DAY, Optional.empty(), Optional.empty(), hours);
  }

  private List<ChartPoint> points(ChartFilter filter) {
    return database.read(tx -> tables.hours().points(tx, filter));
  }

  @Test
  void an_hour_has_its_jobs_money_faults_and_latencies() {
    List<ChartPoint> hours = points(filter(true));
    assertThat(hours)
        .extracting(ChartPoint::at)
        .containsExactly(
            Instant.parse("2026-11-29T12:00:00Z"), Instant.parse("2026-11-29T13:00:00Z"));
    ChartPoint noon = hours.getFirst();
    assertThat(noon.figures().jobs().ended()).isEqualTo(3);
    assertThat(noon.figures().jobs().succeeded()).isEqualTo(2);
    assertThat(noon.figures().money().charged()).isEqualTo(700);
    assertThat(noon.faults()).isEqualTo(Map.of(JobFaultKind.UPSTREAM_FAILED, 1L));
    assertThat(noon.latency().percentile(0.95).orElseThrow()).isBetween(21_000L, 43_000L);
  }

  @Test
  void a_filter_holds_and_days_are_the_sums_of_hours() {
    ChartFilter everyone =
        new ChartFilter(Optional.empty(), DAY, DAY, Optional.of("a"), Optional.of("m"), false);
    assertThat(points(everyone)).hasSize(1);
    assertThat(points(everyone).getFirst().figures().jobs().ended()).isEqualTo(3);
    assertThat(points(filter(false)).getFirst().figures().jobs().ended()).isEqualTo(4);
    ChartFilter other =
        new ChartFilter(
            Optional.of(new TenantId("x")), DAY, DAY, Optional.empty(), Optional.empty(), false);
    assertThat(points(other)).isEmpty();
  }

  @Test
  void latencies_are_told_by_size_and_quality() {
    List<SizeLatency> sizes = database.read(tx -> tables.hours().sizes(tx, filter(false)));
    assertThat(sizes).extracting(SizeLatency::size).containsExactly("64x64", "32x32");
    assertThat(sizes.getFirst().latency().count()).isEqualTo(2);
  }

  @Test
  void hours_become_days_when_they_are_old_and_nothing_is_lost() {
    called(NOON, "succeeded", Optional.of(Duration.ofSeconds(2)));
    LocalDate today = DAY.plusDays(UsageHours.DAYS_APART);
    assertThat(rolled(today.minusDays(1))).isZero();
    List<ChartPoint> before = points(filter(false));
    assertThat(rolled(today)).isEqualTo(3);
    assertThat(rolled(today)).isZero();
    assertThat(points(filter(true))).isEmpty();
    List<ChartPoint> after = points(filter(false));
    assertThat(after.getFirst().figures()).isEqualTo(before.getFirst().figures());
    assertThat(after.getFirst().faults()).isEqualTo(before.getFirst().faults());
    assertThat(after.getFirst().latency().percentile(0.5))
        .isEqualTo(before.getFirst().latency().percentile(0.5));
    charged("a", NOON, 5);
    assertThat(points(filter(false)).getFirst().figures().money().charged()).isEqualTo(705);
  }

  private int rolled(LocalDate today) {
    return database.<Integer>write(
        tx -> tables.hours().rollUp(tx, today, MANY) + tables.accounts().rollUp(tx, today, MANY));
  }

  @Test
  void an_account_has_its_calls_by_outcome_their_time_and_cost() {
    called(NOON, "succeeded", Optional.of(Duration.ofSeconds(2)));
    called(NOON, "throttled", Optional.empty());
    write(tx ->
        tables
            .accounts()
            .cost(
                tx,
                source("a", ""),
                new AccountId("main"),
                NOON,
                new UsageFigures.Money(0, 0, 40, 2)));
    List<AccountCalls> accounts = database.read(tx -> tables.accounts().list(tx, filter(true)));
    assertThat(accounts).hasSize(1);
    AccountCalls main = accounts.getFirst();
    assertThat(main.outcomes()).containsEntry("succeeded", 1L).containsEntry("throttled", 1L);
    assertThat(main.images()).isEqualTo(2);
    assertThat(main.latency().count()).isEqualTo(1);
    assertThat(main.upstream()).isEqualTo(40);
    assertThat(main.ambiguous()).isEqualTo(2);
  }
}
