package dev.atelier.api.atelier;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.catalog.Model;
import dev.atelier.gateway.admin.ManageKeys;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.KeyInfo;
import dev.atelier.metering.key.NewKey;
import dev.atelier.metering.key.Permissions;
import dev.atelier.metering.key.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tenants/{id}/keys} and {@code /keys}: makes, lists, rotates and revokes keys. */
final class KeyRoutes {
  private static final Set<Scope> USUAL = Set.of(Scope.GENERATE, Scope.READ);
  private static final int GRACE_SECONDS_MAX = 90 * 24 * 3600;

  private final ManageKeys keys;
  private final Supplier<Catalog> catalog;

  /**
   * @param catalog asked only where a request names models
   */
  KeyRoutes(ManageKeys keys, Supplier<Catalog> catalog) {
    this.keys = keys;
    this.catalog = catalog;
  }

  List<AdminRoute> all() {
    return List.of(
        AdminRoute.create("/tenants/{id}/keys", this::create),
        AdminRoute.get("/tenants/{id}/keys", this::list),
        AdminRoute.get("/keys/{id}", this::show),
        AdminRoute.create("/keys/{id}/rotate", this::rotate),
        AdminRoute.post("/keys/{id}/revoke", this::revoke));
  }

  private ObjectNode create(AdminCall call) {
    if (keys.list(call.who(), call.id()).isEmpty()) {
      throw call.notFound("tenant", call.id());
    }
    call.fields().only(Set.of("label", "scopes", "expires_at", "profile", "models", "dialects"));
    var wanted =
        new ManageKeys.Wanted(
            call.fields().text("label").orElse("key"),
            call.words("scopes", Scope::of, words(Scope.values(), Scope::word)).orElse(USUAL),
            expires(call),
            call.fields().text("profile"),
            permissions(call));
    return keys.create(call.who(), call.id(), wanted)
        .map(KeyRoutes::json)
        .orElseThrow(() -> call.notFound("tenant", call.id()));
  }

  private Permissions permissions(AdminCall call) {
    Set<String> models =
        call.body().hasNonNull("models")
            ? call.words("models", this::model, ids()).orElse(Set.of())
            : Set.of();
    return new Permissions(
        models,
        call.words("dialects", Dialect::of, words(Dialect.values(), Dialect::word))
            .orElse(Set.of()));
  }

  private Collection<String> ids() {
    return catalog.get().models().stream().map(Model::id).toList();
  }

  /** The id of a model, by that or by any API's name of it. */
  private Optional<String> model(String name) {
    return catalog
        .get()
        .find(name)
        .or(() ->
            Arrays.stream(Listing.values())
                .flatMap(listing -> catalog.get().find(listing, name).stream())
                .findFirst())
        .map(Model::id);
  }

  private static Optional<Instant> expires(AdminCall call) {
    return call.fields()
        .text("expires_at")
        .map(text -> {
          try {
            return Instant.parse(text);
          } catch (DateTimeParseException e) {
            throw call.fields()
                .invalid("expires_at", new Problem.Other("a time such as 2030-01-31T12:00:00Z."));
          }
        });
  }

  private ObjectNode list(AdminCall call) {
    ObjectNode json = Json.object();
    ArrayNode data = json.putArray("data");
    keys.list(call.who(), call.id())
        .orElseThrow(() -> call.notFound("tenant", call.id()))
        .forEach(key -> data.add(json(key)));
    return json;
  }

  private ObjectNode show(AdminCall call) {
    return keys.find(call.who(), call.id())
        .map(KeyRoutes::json)
        .orElseThrow(() -> call.notFound("key", call.id()));
  }

  private ObjectNode rotate(AdminCall call) {
    call.fields().only(Set.of("grace_seconds"));
    int grace = call.fields().integer("grace_seconds", 0, GRACE_SECONDS_MAX).orElse(0);
    return keys.rotate(call.who(), call.id(), Duration.ofSeconds(grace))
        .map(KeyRoutes::json)
        .orElseThrow(() -> call.notFound("key in use", call.id()));
  }

  private ObjectNode revoke(AdminCall call) {
    return keys.revoke(call.who(), call.id())
        .map(KeyRoutes::json)
        .orElseThrow(() -> call.notFound("key", call.id()));
  }

  private static ObjectNode json(NewKey made) {
    return json(made.info()).put("secret", made.secret());
  }

  private static ObjectNode json(KeyInfo key) {
    ObjectNode json =
        Json.object()
            .put("id", key.id().value())
            .put("tenant", key.tenant().value())
            .put("label", key.label())
            .put("key", key.masked());
    put(json, "scopes", key.scopes().stream().map(Scope::word).toList());
    put(json, "models", key.permissions().models());
    put(json, "dialects", key.permissions().dialects().stream().map(Dialect::word).toList());
    Json.text(json, "profile", key.profile());
    json.put("created_at", Json.time(key.created()));
    Json.time(json, "expires_at", key.expires());
    Json.time(json, "revoked_at", key.revoked());
    return json;
  }

  /** An empty list stands for all there are, but for the scopes. */
  private static void put(ObjectNode json, String name, Collection<String> words) {
    ArrayNode list = json.putArray(name);
    words.stream().sorted().forEach(list::add);
  }

  private static <T> List<String> words(T[] all, java.util.function.Function<T, String> word) {
    return Arrays.stream(all).map(word).toList();
  }
}
