package dev.atelier.metering.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.price.PriceList;
import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DirectDatabase;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-29T12:00:00Z"));
  private final Database database =
      DirectDatabase.open(List.of("classpath:dev/atelier/metering/migrations"));
  private final PriceBook book = new PriceBook(database, Catalog.builtIn(), clock);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_list_holds_from_its_moment_until_the_next_begins() {
    assertThat(now().id()).isEqualTo(PriceList.PUBLISHED);
    assertThat(add("december", "2026-12-01T00:00:00Z")).isTrue();
    assertThat(add("january", "2027-01-01T00:00:00Z")).isTrue();
    assertThat(now().id()).isEqualTo(PriceList.PUBLISHED);
    clock.advance(Duration.ofDays(2));
    assertThat(now().id()).isEqualTo("december");
    clock.advance(Duration.ofDays(31));
    assertThat(now().id()).isEqualTo("january");
    assertThat(book.lists())
        .extracting(PriceList::id)
        .containsExactly(PriceList.PUBLISHED, "december", "january");
  }

  @Test
  void a_list_is_found_by_its_id_long_after_and_by_a_book_that_has_read_nothing() {
    add("december", "2026-12-01T00:00:00Z");
    var other = new PriceBook(database, Catalog.builtIn(), clock);
    for (PriceBook any : List.of(book, other)) {
      assertThat(database.<PriceList>read(tx -> any.of(tx, "december")).id()).isEqualTo("december");
      assertThat(database.<PriceList>read(tx -> any.of(tx, "gone")).id())
          .isEqualTo(PriceList.PUBLISHED);
    }
  }

  @Test
  void neither_an_id_nor_a_moment_is_given_twice() {
    add("december", "2026-12-01T00:00:00Z");
    assertThat(add("december", "2026-12-02T00:00:00Z")).isFalse();
    assertThat(add("xmas", "2026-12-01T00:00:00Z")).isFalse();
  }

  @Test
  void what_another_process_adds_is_seen_within_seconds() {
    assertThat(now().id()).isEqualTo(PriceList.PUBLISHED);
    var other = new PriceBook(database, Catalog.builtIn(), clock);
    PriceList list = other.read(document("november", "2026-11-01T00:00:00Z"));
    database.write(tx -> other.add(tx, list, document("november", "2026-11-01T00:00:00Z")));
    clock.advance(Duration.ofSeconds(16));
    assertThat(now().id()).isEqualTo("november");
  }

  @Test
  void a_list_is_removed_only_a_minute_before_it_begins_at_the_latest() {
    Instant now = clock.instant();
    Database timed =
        DirectDatabase.open(
            List.of("classpath:dev/atelier/metering/migrations"), CommitHooks.NONE, clock);
    try (timed) {
      var lists = new PriceBook(timed, Catalog.builtIn(), clock);
      for (int seconds : List.of(59, 60)) {
        String document = document("in-" + seconds, now.plusSeconds(seconds).toString());
        timed.write(tx -> lists.add(tx, lists.read(document), document));
      }
      assertThat(timed.<Boolean>write(tx -> lists.remove(tx, "in-59"))).isFalse();
      assertThat(timed.<Boolean>write(tx -> lists.remove(tx, "in-60"))).isTrue();
      assertThat(lists.lists())
          .extracting(PriceList::id)
          .containsExactly(PriceList.PUBLISHED, "in-59");
    }
  }

  @Test
  void what_is_added_while_the_lists_are_read_is_seen_at_once_afterwards() {
    var reads = new AtomicReference<Runnable>(() -> {});
    var racing = new PriceBook(new Interrupted(database, reads), Catalog.builtIn(), clock);
    String document = document("november", "2026-11-01T00:00:00Z");
    reads.set(() -> {
      reads.set(() -> {});
      database.write(tx -> racing.add(tx, racing.read(document), document));
    });
    assertThat(racing.at(clock.instant()).id()).isEqualTo(PriceList.PUBLISHED);
    assertThat(racing.at(clock.instant()).id()).isEqualTo("november");
  }

  /** Something happens after each read, before its reader goes on. */
  private record Interrupted(Database inner, AtomicReference<Runnable> after) implements Database {
    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      return inner.write(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      T value = inner.read(work);
      after.get().run();
      return value;
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private PriceList now() {
    return book.at(clock.instant());
  }

  private boolean add(String id, String from) {
    String document = document(id, from);
    PriceList list = book.read(document);
    return database.write(tx -> book.add(tx, list, document));
  }

  private static String document(String id, String from) {
    return """
    {"id": "%s", "from": "%s", "prices": [{"model": "*", "usdPerImage": [{"usd": "0.01"}]}]}
    """
        .formatted(id, from);
  }
}
