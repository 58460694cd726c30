package dev.atelier.metering.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.database.Database;
import dev.atelier.image.AdmissionFault.MissingKey;
import dev.atelier.image.AdmissionFault.UnknownKey;
import dev.atelier.image.KeyId;
import dev.atelier.image.RequestFault.InvalidField;
import dev.atelier.image.RequestFault.Problem.Missing;
import dev.atelier.image.RequestFault.Problem.TooLong;
import dev.atelier.image.TenantId;
import dev.atelier.metering.Faults;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Keys} does over any database. */
abstract class KeysContract {
  private static final TenantId OTHER = new TenantId("other");
  private static final String CHOSEN = "an-admin-key-of-my-own";

  private final FakeClock clock = FakeClock.fixed();
  private final SplittableRandom random = new SplittableRandom(11);
  private CountedReads database;
  private Keys keys;

  /** An empty database with this module's tables. */
  abstract Database database();

  @BeforeEach
  final void open() {
    database = new CountedReads(database());
    keys = node();
    database.write(tx -> new Tenants(clock).create(tx, OTHER, "Other"));
  }

  @AfterEach
  final void close() {
    database.close();
  }

  @Test
  void a_new_key_tells_who_shows_it() {
    var key =
        database.write(tx ->
            keys.create(
                tx,
                OTHER,
                "ci",
                Set.of(Scope.GENERATE, Scope.READ),
                Optional.empty(),
                Optional.of("sub2api")));

    assertThat(show(key.secret()))
        .isEqualTo(
            new Principal(
                OTHER,
                key.info().id(),
                Set.of(Scope.GENERATE, Scope.READ),
                Optional.of("sub2api")));
    assertThat(list(OTHER)).containsExactly(key.info());
  }

  @Test
  void the_secret_is_stored_and_printed_nowhere() {
    var key = create();

    var stored =
        database.read(tx ->
            tx.list(
                "SELECT id || label || secret_hash || masked AS everything FROM api_keys",
                row -> row.text("everything")));

    assertThat(stored).hasSize(1).noneMatch(text -> text.contains(key.secret().substring(5, 49)));
    assertThat(key.toString()).doesNotContain(key.secret().substring(5, 49));
    assertThat(key.info().masked())
        .isEqualTo(key.secret().substring(0, 5) + "****" + key.secret().substring(49));
  }

  @Test
  void without_a_secret_the_key_is_missing() {
    assertThat(Faults.of(() -> keys.authenticate(Optional.empty()))).isEqualTo(new MissingKey());
    assertThat(Faults.of(() -> show(""))).isEqualTo(new MissingKey());
    assertThat(Faults.of(() -> show(" "))).isEqualTo(new MissingKey());
  }

  @Test
  void an_unknown_secret_is_refused_by_its_mask() {
    assertThat(Faults.of(() -> show("sk-ab-01234567890123456789-wxyz")))
        .isEqualTo(new UnknownKey("sk-ab****wxyz"));
    assertThat(Faults.of(() -> show("short"))).isEqualTo(new UnknownKey("s****"));
    assertThat(Faults.of(() -> show("k".repeat(100_000))))
        .isEqualTo(new UnknownKey("kkkkk****kkkk"));
    assertThat(Faults.of(() -> show("key\u0000with\ncontrol characters")))
        .isInstanceOf(UnknownKey.class);
  }

  @Test
  void a_mistyped_key_is_refused_without_asking_the_database() {
    var secret = create().secret();
    var reads = database.reads();

    var last = secret.charAt(52) == '0' ? "1" : "0";
    assertThat(Faults.of(() -> show(secret.substring(0, 52) + last)))
        .isInstanceOf(UnknownKey.class);
    assertThat(database.reads()).isEqualTo(reads);
  }

  @Test
  void a_key_is_looked_up_once_in_a_while() {
    var secret = create().secret();

    show(secret);
    var reads = database.reads();
    show(secret);
    assertThat(database.reads()).isEqualTo(reads);

    clock.advance(Duration.ofSeconds(Keys.REMEMBERED_SECONDS + 1));
    show(secret);
    assertThat(database.reads()).isEqualTo(reads + 1);
  }

  @Test
  void an_unknown_key_is_looked_up_once_in_a_while() {
    var unknown = KeySecret.random(new SplittableRandom(99));

    Faults.of(() -> show(unknown));
    var reads = database.reads();
    assertThat(Faults.of(() -> show(unknown))).isInstanceOf(UnknownKey.class);
    assertThat(database.reads()).isEqualTo(reads);
  }

  @Test
  void a_revoked_key_is_refused_at_once() {
    var key = create();
    show(key.secret());

    assertThat(revoke(TenantId.DEFAULT, key.info().id())).isTrue();

    assertThat(Faults.of(() -> show(key.secret()))).isInstanceOf(UnknownKey.class);
    assertThat(list(TenantId.DEFAULT)).singleElement().matches(info -> info.revoked().isPresent());
    assertThat(revoke(TenantId.DEFAULT, key.info().id())).isFalse();
  }

  @Test
  void a_revocation_rolled_back_revokes_nothing() {
    var key = create();

    assertThatThrownBy(() ->
            database.write(tx -> {
              keys.revoke(tx, TenantId.DEFAULT, key.info().id());
              throw new IllegalStateException("crash");
            }))
        .hasMessage("crash");

    assertThat(show(key.secret()).key()).isEqualTo(key.info().id());
  }

  @Test
  void another_node_learns_of_a_revocation_within_the_time_it_remembers() {
    var key = create();
    var elsewhere = node();
    elsewhere.authenticate(Optional.of(key.secret()));

    revoke(TenantId.DEFAULT, key.info().id());
    clock.advance(Duration.ofSeconds(Keys.REMEMBERED_SECONDS + 1));

    assertThat(Faults.of(() -> elsewhere.authenticate(Optional.of(key.secret()))))
        .isInstanceOf(UnknownKey.class);
  }

  @Test
  void a_foreign_key_can_be_neither_seen_nor_revoked_nor_rotated() {
    var key = create();

    assertThat(list(OTHER)).isEmpty();
    assertThat(database.<Optional<KeyInfo>>read(tx -> keys.find(tx, OTHER, key.info().id())))
        .isEmpty();
    assertThat(revoke(OTHER, key.info().id())).isFalse();
    assertThat(
            database.<Optional<NewKey>>write(
                tx -> keys.rotate(tx, OTHER, key.info().id(), Duration.ZERO)))
        .isEmpty();
    assertThat(show(key.secret()).key()).isEqualTo(key.info().id());
  }

  @Test
  void an_expired_key_is_refused_even_if_remembered() {
    var expires = clock.instant().plusSeconds(5);
    var key =
        database.write(tx ->
            keys.create(
                tx,
                TenantId.DEFAULT,
                "brief",
                Scope.all(),
                Optional.of(expires),
                Optional.empty()));

    clock.advance(Duration.ofMillis(4_999));
    show(key.secret());
    clock.advance(Duration.ofMillis(1));

    assertThat(Faults.of(() -> show(key.secret()))).isInstanceOf(UnknownKey.class);
  }

  @Test
  void a_rotated_key_lives_on_for_its_grace_beside_its_successor() {
    var old = create();
    show(old.secret());

    var successor =
        database
            .write(tx -> keys.rotate(tx, TenantId.DEFAULT, old.info().id(), Duration.ofSeconds(10)))
            .orElseThrow();

    assertThat(successor.info().label()).isEqualTo(old.info().label());
    assertThat(successor.info().scopes()).isEqualTo(old.info().scopes());
    assertThat(show(old.secret()).key()).isEqualTo(old.info().id());
    assertThat(show(successor.secret()).key()).isEqualTo(successor.info().id());
    clock.advance(Duration.ofSeconds(10));
    assertThat(Faults.of(() -> show(old.secret()))).isInstanceOf(UnknownKey.class);
    assertThat(show(successor.secret()).key()).isEqualTo(successor.info().id());
  }

  @Test
  void rotation_never_lengthens_a_life() {
    var key =
        database.write(tx ->
            keys.create(
                tx,
                TenantId.DEFAULT,
                "brief",
                Scope.all(),
                Optional.of(clock.instant().plusSeconds(5)),
                Optional.empty()));

    database.write(tx -> keys.rotate(tx, TenantId.DEFAULT, key.info().id(), Duration.ofDays(1)));
    clock.advance(Duration.ofSeconds(5));

    assertThat(Faults.of(() -> show(key.secret()))).isInstanceOf(UnknownKey.class);
  }

  @Test
  void a_revoked_key_has_no_successor() {
    var key = create();
    revoke(TenantId.DEFAULT, key.info().id());

    assertThat(
            database.<Optional<NewKey>>write(
                tx -> keys.rotate(tx, TenantId.DEFAULT, key.info().id(), Duration.ZERO)))
        .isEmpty();
  }

  @Test
  void an_installed_key_is_one_of_the_default_tenant_however_often_it_is_installed() {
    Faults.of(() -> show(CHOSEN));

    install(CHOSEN);
    var first = show(CHOSEN);
    install(CHOSEN);

    assertThat(first.tenant()).isEqualTo(TenantId.DEFAULT);
    assertThat(first.scopes()).isEqualTo(Scope.all());
    assertThat(show(CHOSEN)).isEqualTo(first);
    assertThat(list(TenantId.DEFAULT)).hasSize(1);
  }

  @Test
  void installing_another_key_ends_the_one_before() {
    var made = create();
    install(CHOSEN);
    show(CHOSEN);

    install("the-next-admin-key");

    assertThat(Faults.of(() -> show(CHOSEN))).isInstanceOf(UnknownKey.class);
    assertThat(show("the-next-admin-key").scopes()).isEqualTo(Scope.all());
    assertThat(show(made.secret()).key()).isEqualTo(made.info().id());
  }

  @Test
  void any_visible_ascii_of_16_can_be_installed_even_what_looks_like_a_mistyped_key() {
    var odd = "atl_" + "x".repeat(49);
    assertThat(KeySecret.mistyped(odd)).isTrue();

    install(odd);

    assertThat(show(odd).tenant()).isEqualTo(TenantId.DEFAULT);
  }

  @Test
  void what_cannot_be_a_key_cannot_be_installed() {
    assertThatIllegalArgumentException().isThrownBy(() -> install("fifteen-letters"));
    assertThatIllegalArgumentException().isThrownBy(() -> install("with a blank in it"));
    assertThatIllegalArgumentException().isThrownBy(() -> install("schlüssel-mit-umlaut"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> install("x".repeat(513)))
        .withMessageNotContaining("xxx");
  }

  @Test
  void there_is_no_admin_key_until_one_is_usable() {
    assertThat(none()).isTrue();
    database.write(tx ->
        keys.create(
            tx,
            TenantId.DEFAULT,
            "reader",
            Set.of(Scope.READ, Scope.GENERATE),
            Optional.empty(),
            Optional.empty()));
    assertThat(none()).isTrue();

    var admin = create();
    assertThat(none()).isFalse();

    revoke(TenantId.DEFAULT, admin.info().id());
    assertThat(none()).isTrue();
  }

  @Test
  void a_key_needs_a_scope_and_a_label_of_bounded_length() {
    assertThat(Faults.of(() -> create("x".repeat(201), Scope.all())))
        .isEqualTo(new InvalidField("label", new TooLong(200, 201)));
    assertThat(Faults.of(() -> create("x".repeat(200), Set.of())))
        .isEqualTo(new InvalidField("scopes", new Missing()));
  }

  private NewKey create() {
    return create("main", Scope.all());
  }

  private NewKey create(String label, Set<Scope> scopes) {
    return database.write(
        tx -> keys.create(tx, TenantId.DEFAULT, label, scopes, Optional.empty(), Optional.empty()));
  }

  private void install(String secret) {
    database.write(tx -> {
      keys.install(tx, secret, Scope.all());
      return true;
    });
  }

  private Principal show(String secret) {
    return keys.authenticate(Optional.of(secret));
  }

  private boolean revoke(TenantId tenant, KeyId key) {
    return database.write(tx -> keys.revoke(tx, tenant, key));
  }

  private List<KeyInfo> list(TenantId tenant) {
    return database.read(tx -> keys.list(tx, tenant));
  }

  private boolean none() {
    return database.read(tx -> keys.none(tx));
  }

  private Keys node() {
    return new Keys(database, clock, random, () -> clock.millis() * 1_000_000);
  }
}
