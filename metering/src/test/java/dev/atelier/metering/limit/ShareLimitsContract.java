package dev.atelier.metering.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits by the minute that several processes keep together, over any database. */
abstract class ShareLimitsContract {
  private static final Principal ANN =
      new Principal(new TenantId("acme"), new KeyId("ann"), Scope.all(), Optional.empty());
  private static final Duration SKEW = Duration.ofMinutes(3);

  private final FakeClock clock = FakeClock.fixed();
  private Database database;

  /** An empty database with the tables of this module. */
  abstract Database open(InstantSource time);

  @BeforeEach
  final void begin() {
    database = open(clock);
  }

  @AfterEach
  final void end() {
    database.close();
  }

  /** One of the processes; their clocks differ. */
  private final class Node {
    private final InstantSource own;
    private final Limits limits;
    private final ShareLimits share;

    Node(int number, Allowance perTenant) {
      this(number, perTenant, database);
    }

    Node(int number, Allowance perTenant, Database over) {
      own = () -> clock.instant().plus(SKEW.multipliedBy(number));
      limits = new Limits(new LimitSettings(Allowance.UNLIMITED, perTenant), own);
      share = new ShareLimits(over, limits, "node-" + number, own);
    }

    Optional<AdmissionPermit> enter(int images) {
      return enter(Optional.empty(), images);
    }

    Optional<AdmissionPermit> enter(Optional<String> user, int images) {
      try {
        return Optional.of(limits.admit(limits.of(ANN, user), images));
      } catch (FaultException refused) {
        return Optional.empty();
      }
    }

    int asManyAsComeIn() {
      return (int) Stream.generate(() -> enter(1)).takeWhile(Optional::isPresent).count();
    }
  }

  @Test
  void three_processes_let_in_together_what_one_would() {
    int limit = 600;
    int burst = 60;
    int minutes = 2;
    List<Node> nodes =
        IntStream.range(0, 3).mapToObj(i -> new Node(i, new Allowance(limit, 0, 0))).toList();
    var in = new int[minutes * 60];
    for (int second = 0; second < in.length; second++) {
      for (Node node : nodes) {
        in[second] += node.asManyAsComeIn();
      }
      nodes.forEach(node -> node.share.exchange());
      clock.advance(Duration.ofSeconds(1));
    }

    int exceeded = 2 * (burst + 2 * limit / 60); // some are heard of a second later
    for (int second = 0; second + 60 <= in.length; second++) {
      assertThat(IntStream.range(second, second + 60).map(i -> in[i]).sum())
          .as("the minute from second %s", second)
          .isLessThanOrEqualTo(limit + burst + exceeded);
    }
    int all = IntStream.of(in).sum();
    assertThat(all).isLessThanOrEqualTo(minutes * limit + burst + exceeded);
    assertThat(all).isGreaterThanOrEqualTo((int) (0.98 * minutes * limit));
  }

  @Test
  void one_that_starts_knows_of_the_last_minute() {
    var first = new Node(0, new Allowance(0, 20, 0));
    assertThat(first.enter(10)).isPresent();
    assertThat(first.enter(1)).isEmpty();
    first.share.exchange();
    clock.advance(Duration.ofSeconds(2));

    var second = new Node(1, new Allowance(0, 20, 0));
    second.share.exchange();

    assertThat(second.enter(1)).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(second.enter(1)).isPresent();
  }

  @Test
  void what_is_taken_back_is_taken_back_everywhere() {
    var first = new Node(0, new Allowance(0, 20, 0));
    var second = new Node(1, new Allowance(0, 20, 0));
    AdmissionPermit permit = first.enter(10).orElseThrow();
    first.share.exchange();
    assertThat(second.enter(1)).isPresent();
    second.share.exchange();
    assertThat(second.enter(1)).isEmpty();

    permit.takeBack();
    first.share.exchange();
    second.share.exchange();

    assertThat(second.enter(9)).isPresent();
  }

  @Test
  void what_could_not_be_told_is_told_later() {
    var away = new boolean[] {true};
    var first = new Node(0, new Allowance(0, 20, 0), new Failing(database, away));
    var second = new Node(1, new Allowance(0, 20, 0));
    assertThat(first.enter(10)).isPresent();
    assertThatThrownBy(first.share::exchange).isInstanceOf(DatabaseUnavailableException.class);

    away[0] = false;
    first.share.exchange();
    first.share.exchange(); // tells it once
    second.share.exchange();

    assertThat(second.enter(1)).isEmpty();
    clock.advance(Duration.ofSeconds(3));
    assertThat(second.enter(1)).isPresent();
  }

  @Test
  void rows_name_nobody_and_go_after_two_minutes() {
    var first = new Node(0, new Allowance(60, 20, 0));
    assertThat(first.enter(Optional.of("u-17"), 1)).isPresent();
    first.share.exchange();
    assertThat(rows()).hasSize(1).noneMatch(row -> row.contains("acme") || row.contains("u-17"));

    clock.advance(Duration.ofMinutes(3));
    first.share.exchange();

    assertThat(rows()).isEmpty();
  }

  private List<String> rows() {
    return database.read(tx -> tx.list("SELECT uses FROM limit_use", row -> row.text("uses")));
  }

  /** Cannot be reached while it is away. */
  private record Failing(Database database, boolean[] away) implements Database {
    @Override
    public <T extends @org.jspecify.annotations.Nullable Object> T write(Work<T> work) {
      if (away[0]) {
        throw new DatabaseUnavailableException("away");
      }
      return database.write(work);
    }

    @Override
    public <T extends @org.jspecify.annotations.Nullable Object> T read(Work<T> work) {
      return database.read(work);
    }

    @Override
    public void close() {
      database.close();
    }
  }
}
