package dev.atelier.metering.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.image.AdmissionFault.UnknownKey;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.People.Person;
import dev.atelier.metering.session.People.PersonKey;
import dev.atelier.metering.session.SessionStore.Begun;
import dev.atelier.metering.tenant.EraseNames;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link SessionStore} and {@link People} do over any database. */
abstract class SessionStoreContract {
  private static final TenantId ACME = new TenantId("acme");
  private static final String ISSUER = "https://login.example.org";
  private static final Person ALICE = new Person(ISSUER, "sub-1", "alice@example.org");

  private final FakeClock clock = FakeClock.fixed();
  private final SplittableRandom random = new SplittableRandom(5);
  private CountedCalls database;
  private Keys keys;
  private SessionStore node;
  private KeyId key;

  /** An empty database with this module's tables. */
  abstract Database database();

  @BeforeEach
  final void open() {
    database = new CountedCalls(database());
    keys = new Keys(database, clock, random);
    node = node(Optional.of(ISSUER));
    key =
        database.write(tx -> {
          new Tenants(clock).create(tx, ACME, "Acme");
          return keys.create(tx, ACME, "ci", Set.of(Scope.READ), Optional.empty(), Optional.empty())
              .info()
              .id();
        });
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private SessionStore node(Optional<String> issuer) {
    return new SessionStore(database, clock, random, SessionSettings.DEFAULT, issuer);
  }

  @Test
  void every_node_and_every_later_process_knows_a_session() {
    Begun begun = node.begin(ACME, key);

    assertThat(node.find(begun.token())).contains(begun.session());
    assertThat(node(Optional.of(ISSUER)).find(begun.token())).contains(begun.session());
    assertThat(node.find(begun.token() + "x")).isEmpty();
    assertThat(keys.authenticate(begun.session().key()).tenant()).isEqualTo(ACME);
  }

  @Test
  void nothing_that_is_stored_opens_a_session() {
    Begun begun = node.begin(ACME, key);

    List<String> stored =
        database.read(tx ->
            tx.list(
                "SELECT hash, id FROM browser_sessions", row -> row.text("hash") + row.text("id")));

    assertThat(begun.token()).hasSize(43);
    assertThat(stored).hasSize(1).noneMatch(row -> row.contains(begun.token()));
    assertThat(begun.toString()).doesNotContain(begun.token());
  }

  @Test
  void one_that_is_ended_here_counts_no_longer_and_elsewhere_within_seconds() {
    SessionStore other = node(Optional.of(ISSUER));
    Begun begun = node.begin(ACME, key);
    assertThat(other.find(begun.token())).isPresent();

    node.end(begun.token());

    assertThat(node.find(begun.token())).isEmpty();
    clock.advance(Duration.ofSeconds(SessionStore.REMEMBERED_SECONDS));
    assertThat(other.find(begun.token())).isEmpty();
  }

  @Test
  void use_costs_one_read_in_seconds_and_one_write_in_a_minute() {
    Begun begun = node.begin(ACME, key);
    database.reset();
    for (int second = 0; second < 180; second++) {
      for (int call = 0; call < 5; call++) {
        assertThat(node.find(begun.token())).isPresent();
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(database.reads()).isLessThanOrEqualTo(180 / SessionStore.REMEMBERED_SECONDS + 3);
    assertThat(database.writes()).isBetween(2, 3);
  }

  @Test
  void it_ends_by_its_age_and_when_nobody_uses_it() {
    Begun used = node.begin(ACME, key);
    Begun idle = node.begin(ACME, key);
    for (int hour = 1; hour <= 11; hour++) {
      clock.advance(Duration.ofHours(1));
      assertThat(node.find(used.token())).isPresent();
      assertThat(listed()).hasSize(hour < 4 ? 2 : 1);
    }
    assertThat(node.find(idle.token())).isEmpty();
    clock.advance(Duration.ofHours(1));

    assertThat(node.find(used.token())).isEmpty();
    assertThat(listed()).isEmpty();
  }

  @Test
  void there_are_so_many_of_a_key_and_the_oldest_goes_first() {
    var begun = new ArrayList<Begun>();
    for (int i = 0; i <= SessionStore.OF_KEY_MAX; i++) {
      begun.add(node.begin(ACME, key));
      clock.advance(Duration.ofMillis(1));
    }

    assertThat(node.find(begun.getFirst().token())).isEmpty();
    assertThat(node.find(begun.get(1).token())).isPresent();
    assertThat(listed()).hasSize(SessionStore.OF_KEY_MAX);
  }

  @Test
  void those_that_are_over_are_removed_in_time() {
    node.begin(ACME, key);
    clock.advance(SessionSettings.DEFAULT.lasts());
    node.begin(ACME, key);

    long rows =
        database.read(tx ->
            tx.first("SELECT COUNT(*) AS n FROM browser_sessions", row -> row.number("n"))
                .orElseThrow());
    assertThat(rows).isEqualTo(1);
  }

  @Test
  void a_person_has_one_key_with_the_scopes_of_the_last_time() {
    PersonKey first = join(ALICE, Set.of(Scope.READ, Scope.ADMIN));
    PersonKey again = join(ALICE, Set.of(Scope.READ, Scope.ADMIN));
    assertThat(keys.authenticate(first.key().id()).scopes()).contains(Scope.ADMIN);

    PersonKey less = join(new Person(ISSUER, "sub-1", "alice@new.example"), Set.of(Scope.READ));

    assertThat(first.changed()).isTrue();
    assertThat(again.changed()).isFalse();
    assertThat(less.changed()).isTrue();
    assertThat(less.key().id()).isEqualTo(first.key().id());
    assertThat(less.key().label()).isEqualTo("alice@new.example");
    assertThat(keys.authenticate(first.key().id()).scopes()).containsExactly(Scope.READ);
    PersonKey bob = join(new Person(ISSUER, "sub-2", ALICE.name()), Set.of(Scope.READ));
    assertThat(bob.key().id()).isNotEqualTo(first.key().id());
  }

  @Test
  void whose_key_is_revoked_stays_out() {
    PersonKey joined = join(ALICE, Set.of(Scope.READ));
    database.write(tx -> keys.revoke(tx, ACME, joined.key().id()));

    assertThat(join(ALICE, Set.of(Scope.READ)).key().usable(clock.instant())).isFalse();
    assertThatThrownBy(() -> keys.authenticate(joined.key().id()))
        .isInstanceOfSatisfying(
            FaultException.class, e -> assertThat(e.fault()).isInstanceOf(UnknownKey.class));
  }

  @Test
  void a_session_of_another_provider_counts_for_nothing() {
    KeyId theirs = join(ALICE, Set.of(Scope.READ)).key().id();
    Optional<String> name = Optional.of(ALICE.name());
    Begun begun = database.write(tx -> node.begin(tx, ACME, theirs, name));

    assertThat(node.find(begun.token()).flatMap(BrowserSession::person)).isEqualTo(name);
    assertThat(node(Optional.empty()).find(begun.token())).isEmpty();
    assertThat(node(Optional.of("https://other.example")).find(begun.token())).isEmpty();
    Principal acts = keys.authenticate(theirs).by(begun.session().person());
    assertThat(acts.person()).isEqualTo(name);
  }

  @Test
  void a_tenant_whose_data_is_erased_leaves_no_names_and_no_sessions() {
    KeyId theirs = join(ALICE, Set.of(Scope.READ)).key().id();
    Begun begun = database.write(tx -> node.begin(tx, ACME, theirs, Optional.of(ALICE.name())));

    database.write(tx -> {
      EraseNames.ofTenant(tx, ACME);
      return true;
    });

    assertThat(node(Optional.of(ISSUER)).find(begun.token())).isEmpty();
    assertThat(
            database.<Optional<String>>read(
                tx -> tx.first("SELECT name FROM people", row -> row.text("name"))))
        .contains("");
  }

  @Test
  void times_out_of_range_are_refused() {
    Duration hour = Duration.ofHours(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionSettings(Duration.ofDays(31), hour));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SessionSettings(hour, Duration.ofSeconds(59)));
  }

  private List<BrowserSession> listed() {
    return database.read(tx -> node.list(tx, ACME));
  }

  private PersonKey join(Person person, Set<Scope> scopes) {
    return database.write(tx -> new People(keys).join(tx, ACME, person, scopes));
  }
}
