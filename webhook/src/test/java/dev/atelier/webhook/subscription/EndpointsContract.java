package dev.atelier.webhook.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.image.TenantId;
import dev.atelier.webhook.EndpointId;
import dev.atelier.webhook.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link Endpoints} does over any database. */
abstract class EndpointsContract {
  private static final TenantId TENANT = new TenantId("studio");
  private static final TenantId OTHER = new TenantId("other");
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final URI HOOK = URI.create("https://app.example/hook");

  private final Endpoints endpoints = new Endpoints(UuidCreator::getTimeOrderedEpoch);
  private Database database;

  /** An empty database with this module's tables. */
  abstract Database database();

  @BeforeEach
  final void open() {
    database = database();
  }

  @AfterEach
  final void close() {
    database.close();
  }

  @Test
  void a_new_endpoint_is_active_and_has_its_first_secret() {
    var made = create(Set.of(EventType.JOB_FAILED), Optional.of("for billing")).orElseThrow();

    assertThat(find(TENANT, made.id())).contains(made);
    assertThat(made.active()).isTrue();
    assertThat(made.generation()).isEqualTo(1);
    assertThat(made.rotated()).isEmpty();
    assertThat(made.events()).containsExactly(EventType.JOB_FAILED);
    assertThat(made.description()).contains("for billing");
    assertThat(made.created()).isEqualTo(NOW);
  }

  @Test
  void a_change_leaves_the_rest_as_it_was() {
    var made = create(Set.of(EventType.JOB_FAILED), Optional.of("for billing")).orElseThrow();
    var elsewhere = URI.create("https://other.example/");

    assertThat(change(made.id(), EndpointChange.NONE.withUrl(elsewhere)))
        .contains(changed(made, elsewhere, made.events(), true, made.description()));
    assertThat(change(made.id(), EndpointChange.NONE.withEvents(Set.of()).withActive(false)))
        .contains(changed(made, elsewhere, Set.of(), false, made.description()));
    assertThat(change(made.id(), EndpointChange.NONE.withDescription("")))
        .contains(changed(made, elsewhere, Set.of(), false, Optional.empty()));
    assertThat(find(TENANT, made.id()))
        .contains(changed(made, elsewhere, Set.of(), false, Optional.empty()));
  }

  @Test
  void rotating_counts_the_secrets() {
    var made = create(Set.of(), Optional.empty()).orElseThrow();
    var rotated =
        database
            .<Optional<WebhookEndpoint>>write(
                tx -> endpoints.rotate(tx, TENANT, made.id(), NOW.plusSeconds(5)))
            .orElseThrow();

    assertThat(rotated.generation()).isEqualTo(2);
    assertThat(rotated.rotated()).contains(NOW.plusSeconds(5));
    assertThat(find(TENANT, made.id())).contains(rotated);
  }

  @Test
  void a_tenant_has_a_bounded_number() {
    for (int i = 0; i < Endpoints.MAX; i++) {
      assertThat(create(Set.of(), Optional.empty())).isPresent();
    }
    assertThat(create(Set.of(), Optional.empty())).isEmpty();
    assertThat(list(TENANT)).hasSize(Endpoints.MAX);

    remove(TENANT, list(TENANT).getFirst().id());
    assertThat(create(Set.of(), Optional.empty())).isPresent();
  }

  @Test
  void a_foreign_tenant_sees_and_moves_nothing() {
    var made = create(Set.of(), Optional.empty()).orElseThrow();

    assertThat(find(OTHER, made.id())).isEmpty();
    assertThat(list(OTHER)).isEmpty();
    assertThat(remove(OTHER, made.id())).isFalse();
    assertThat(
            database.<Optional<WebhookEndpoint>>write(
                tx -> endpoints.rotate(tx, OTHER, made.id(), NOW)))
        .isEmpty();
    assertThat(
            database.<Optional<WebhookEndpoint>>write(tx ->
                endpoints.change(tx, OTHER, made.id(), EndpointChange.NONE.withActive(false))))
        .isEmpty();
    assertThat(find(TENANT, made.id())).contains(made);
  }

  @Test
  void what_cannot_be_an_endpoint_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(Set.of(EventType.TEST), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(Set.of(), Optional.of("x".repeat(201))));
    var made = create(Set.of(), Optional.of("x".repeat(200))).orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change(made.id(), EndpointChange.NONE.withUrl(URI.create("/relative"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            change(
                made.id(),
                EndpointChange.NONE.withUrl(URI.create("http://a/" + "x".repeat(8192)))));
  }

  private Optional<WebhookEndpoint> create(Set<EventType> events, Optional<String> description) {
    return database.write(tx -> endpoints.create(tx, TENANT, HOOK, events, description, NOW));
  }

  private Optional<WebhookEndpoint> find(TenantId tenant, EndpointId id) {
    return database.read(tx -> endpoints.find(tx, tenant, id));
  }

  private List<WebhookEndpoint> list(TenantId tenant) {
    return database.read(tx -> endpoints.list(tx, tenant));
  }

  private boolean remove(TenantId tenant, EndpointId id) {
    return database.<Boolean>write(tx -> endpoints.remove(tx, tenant, id, NOW));
  }

  private Optional<WebhookEndpoint> change(EndpointId id, EndpointChange change) {
    return database.write(tx -> endpoints.change(tx, TENANT, id, change));
  }

  private static WebhookEndpoint changed(
      WebhookEndpoint from,
      URI url,
      Set<EventType> events,
      boolean active,
      Optional<String> description) {
    return new WebhookEndpoint(
        from.id(),
        from.tenant(),
        url,
        events,
        active,
        from.generation(),
        from.rotated(),
        from.created(),
        description);
  }
}
