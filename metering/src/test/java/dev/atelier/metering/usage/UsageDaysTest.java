package dev.atelier.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.Database;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import dev.atelier.metering.Schema;
import dev.atelier.metering.usage.UsageFilter.Listing;
import dev.atelier.testkit.Property;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageDaysTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 29);
  private static final TenantId ACME = new TenantId("acme");

  private final UsageDays days = new UsageDays();
  private Database database;

  /** An empty database with the tables of this module. */
  Database database() {
    return Schema.inMemory();
  }

  @BeforeEach
  void fill() {
    database = database();
    charge("a", "fox", "openai", NOON, 100);
    charge("a", "fox", "openai", NOON, 50);
    charge("a", "cat", "fal", NOON.plusSeconds(43_199), 7);
    charge("b", "", "fal", NOON.plusSeconds(43_200), 1_000);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void charge(String key, String user, String provider, Instant at, long micros) {
    var source = new UsageSource(ACME, new KeyId(key), user, "m", provider, "64x64", "low");
    add(source, at, UsageFigures.charged(new Usage(1, 2, 3), micros));
  }

  private void add(UsageSource source, Instant at, UsageFigures figures) {
    database.write(tx -> {
      days.add(tx, source, at, figures);
      return true;
    });
  }

  private static UsageFilter filter(Map<UsageDimension, String> only) {
    return new UsageFilter(Optional.of(ACME), DAY, DAY.plusDays(1), only);
  }

  private List<UsageGroup> list(UsageFilter filter, Listing listing) {
    return database.read(tx -> days.list(tx, filter, listing));
  }

  private List<String> told(Listing listing) {
    return list(filter(Map.of()), listing).stream()
        .map(group -> group.values() + "=" + group.figures().money().charged())
        .toList();
  }

  @Test
  void an_end_user_that_is_forgotten_leaves_the_sums() {
    charge("a", "", "openai", NOON, 3);
    database.write(tx -> {
      days.forget(tx, ACME, "fox");
      return true;
    });
    var byUser =
        new Listing(List.of(UsageDimension.PROVIDER, UsageDimension.END_USER), List.of(), 9);
    assertThat(told(byUser)).containsExactly("[fal, ]=1000", "[fal, cat]=7", "[openai, ]=153");
    database.write(tx -> {
      days.forget(tx, ACME);
      return true;
    });
    assertThat(told(byUser)).containsExactly("[fal, ]=1007", "[openai, ]=153");
  }

  @Test
  void names_go_a_day_at_a_time_the_oldest_first() {
    charge("a", "fox", "openai", NOON.minusSeconds(86_400), 5);
    assertThat(forgotten(DAY.minusDays(2))).isFalse();
    assertThat(forgotten(DAY)).isTrue();
    assertThat(told(new Listing(List.of(UsageDimension.END_USER), List.of(), 9)))
        .containsExactly("[]=1000", "[cat]=7", "[fox]=150"); // the day before is not asked for
    assertThat(forgotten(DAY)).isTrue();
    assertThat(told(new Listing(List.of(UsageDimension.END_USER), List.of(), 9)))
        .containsExactly("[]=1157");
    assertThat(forgotten(DAY)).isFalse();
  }

  private boolean forgotten(LocalDate last) {
    return database.<Boolean>write(tx -> days.forgetOldest(tx, ACME, last));
  }

  @Test
  void what_is_alike_is_one_sum_and_a_day_ends_at_midnight_in_utc() {
    assertThat(told(new Listing(List.of(UsageDimension.DAY), List.of(), 9)))
        .containsExactly("[2026-11-29]=157", "[2026-11-30]=1000");
    assertThat(
            told(
                new Listing(
                    List.of(UsageDimension.PROVIDER, UsageDimension.END_USER), List.of(), 9)))
        .containsExactly("[fal, ]=1000", "[fal, cat]=7", "[openai, fox]=150");
  }

  @Test
  void pages_go_on_where_the_last_one_ended() {
    List<UsageDimension> by = List.of(UsageDimension.KEY, UsageDimension.END_USER);
    var all = new ArrayList<UsageGroup>();
    List<String> after = List.of();
    List<UsageGroup> page;
    do {
      page = list(filter(Map.of()), new Listing(by, after, 1));
      all.addAll(page);
      after = page.isEmpty() ? after : page.getLast().values();
    } while (!page.isEmpty());
    assertThat(all).isEqualTo(list(filter(Map.of()), new Listing(by, List.of(), 9))).hasSize(3);
  }

  @Test
  void a_filter_holds_for_groups_and_total() {
    UsageFilter fal = filter(Map.of(UsageDimension.PROVIDER, "fal", UsageDimension.KEY, "a"));
    UsageFigures total = database.read(tx -> days.total(tx, fal));
    assertThat(total.money().charged()).isEqualTo(7);
    assertThat(total.tokens()).isEqualTo(new Usage(1, 2, 3));
    var stranger = new UsageFilter(Optional.of(new TenantId("x")), DAY, DAY, Map.of());
    assertThat(database.<UsageFigures>read(tx -> days.total(tx, stranger)))
        .isEqualTo(UsageFigures.NONE);
  }

  @Test
  void every_grouping_has_the_same_sum() {
    UsageDimension[] every = UsageDimension.values();
    UsageFigures total = database.read(tx -> days.total(tx, filter(Map.of())));
    Property.forAll(
        random -> Arrays.stream(every).filter(_ -> random.nextBoolean()).toList(),
        by -> {
          if (!by.isEmpty()) {
            long sum =
                list(filter(Map.of()), new Listing(by, List.of(), 99)).stream()
                    .mapToLong(group -> group.figures().money().charged())
                    .sum();
            assertThat(sum).isEqualTo(total.money().charged());
          }
        });
  }
}
