package dev.atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes that share a database tell each other. */
class NoticesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final PostgresAddress address = PostgresServer.empty();
  private PostgresDatabase here;
  private PostgresDatabase there;
  private final Heard heardHere = new Heard();
  private final Heard heardThere = new Heard();

  @BeforeEach
  void open() {
    here = PostgresDatabase.connect(address, PostgresServer.OPTIONS);
    there = PostgresDatabase.connect(address, PostgresServer.OPTIONS);
    here.notices().listen("job", heardHere);
    there.notices().listen("job", heardThere);
    await().atMost(LONG).until(() -> heardHere.missed.get() > 0 && heardThere.missed.get() > 0);
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
    String name = address.url().replaceFirst(".*/", "");
    PostgresServer.administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  @Test
  void others_are_told_in_order_of_their_topics_and_nobody_hears_himself() {
    var queued = new Heard();
    there.notices().listen("queued", queued);
    List<String> texts = IntStream.range(0, 50).mapToObj(i -> "ende " + i + " €").toList();

    texts.forEach(text -> here.notices().send("job", text));
    here.notices().send("queued", "");
    here.notices().send("unheard", "of");
    there.notices().send("job", "back");

    await().atMost(LONG).until(() -> queued.texts.size() == 1 && heardHere.texts.size() == 1);
    assertThat(heardThere.texts).isEqualTo(texts);
    assertThat(queued.texts).containsExactly("");
    assertThat(heardHere.texts).containsExactly("back");
  }

  @Test
  void what_does_not_fit_into_one_payload_goes_in_several() {
    List<String> texts = IntStream.range(0, 300).mapToObj(i -> i + "ä".repeat(490)).toList();

    texts.forEach(text -> here.notices().send("job", text));

    await().atMost(LONG).until(() -> heardThere.texts.size() >= texts.size());
    assertThat(heardThere.texts).isEqualTo(texts);
  }

  @Test
  void a_notice_of_a_commit_finds_it_done_and_one_of_a_rolled_back_body_never_leaves() {
    int _ = here.write(tx -> tx.update("CREATE TABLE seen (id TEXT)"));
    assertThatThrownBy(() ->
            here.write(tx -> {
              tx.afterCommit(() -> here.notices().send("job", "never"));
              throw new IllegalArgumentException("no");
            }))
        .hasMessage("no");
    here.write(tx -> {
      tx.afterCommit(() -> here.notices().send("job", "a"));
      return tx.update("INSERT INTO seen (id) VALUES ('a')");
    });

    await().atMost(LONG).until(() -> !heardThere.texts.isEmpty());
    assertThat(heardThere.texts).containsExactly("a");
    assertThat(
            there.<List<String>>read(tx -> tx.list("SELECT id FROM seen", row -> row.text("id"))))
        .containsExactly("a");
  }

  @Test
  void who_loses_the_connection_is_told_so_and_hears_again() {
    int before = heardThere.missed.get();

    killConnections();

    await().atMost(LONG).until(() -> heardThere.missed.get() >= before + 2);
    assertThat(there.notices().connected()).isTrue();
    await()
        .atMost(LONG)
        .until(() -> {
          here.notices().send("job", "again");
          return heardThere.texts.contains("again");
        });
  }

  @Test
  void what_could_not_be_sent_is_told_as_missed() {
    String name = address.url().replaceFirst(".*/", "");
    here.notices().send("job", "first");
    await().atMost(LONG).until(() -> heardThere.texts.contains("first"));
    PostgresServer.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    killConnections();
    await().atMost(LONG).until(() -> !there.notices().connected());

    here.notices().send("job", "lost");
    assertThat(there.notices().connected()).isFalse();
    PostgresServer.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");

    await().atMost(LONG).until(() -> there.notices().connected());
    int missed = heardThere.missed.get();
    await()
        .atMost(LONG)
        .until(() -> {
          here.notices().send("job", "after");
          return heardThere.texts.contains("after");
        });
    assertThat(heardThere.missed.get() > missed || heardThere.texts.contains("lost")).isTrue();
  }

  @Test
  void what_waits_when_a_process_closes_still_goes() {
    here.notices().send("job", "last words");
    here.close();

    await().atMost(LONG).until(() -> heardThere.texts.contains("last words"));
  }

  @Test
  void a_notice_is_short_and_one_line() {
    Notices notices = here.notices();
    assertThatThrownBy(() -> notices.send("job", "two\nlines"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> notices.send("job", "x".repeat(1_001)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> notices.send("a topic", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_listener_that_fails_keeps_nothing_from_others() {
    there
        .notices()
        .listen(
            "queued",
            _ -> {
              throw new IllegalStateException("a listener's own trouble");
            });
    var second = new Heard();
    there.notices().listen("queued", second);

    here.notices().send("queued", "x");

    await().atMost(LONG).until(() -> second.texts.contains("x"));
  }

  @Test
  void where_there_is_one_process_nothing_is_told(@TempDir Path directory) {
    try (var alone =
        SqliteDatabase.open(
            directory.resolve("one.db"), DatabaseContract.LOCATIONS, SqliteOptions.DEFAULT)) {
      alone.notices().listen("job", heardHere);
      alone.notices().send("job", "to nobody");
      assertThat(alone.notices().connected()).isTrue();
    }
    assertThat(heardHere.texts).isEmpty();
  }

  private void killConnections() {
    String name = address.url().replaceFirst(".*/", "");
    PostgresServer.administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + name
            + "' AND application_name = 'atelier-notices'");
  }

  /** A listener that keeps what it is told. */
  private static final class Heard implements NoticeListener {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final AtomicInteger missed = new AtomicInteger();

    @Override
    public void told(String text) {
      texts.add(text);
    }

    @Override
    public void missed() {
      missed.incrementAndGet();
    }
  }
}
