package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.KeyInfo;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.NewKey;
import dev.atelier.metering.key.Permissions;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.tenant.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys of the tenants. An operator manages all of them; the administrator of any other tenant
 * those of that one. Nobody gives a key more than their own may do.
 */
public final class ManageKeys {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final Database database;
  private final Keys keys;
  private final Tenants tenants;
  private final AuditLog audit;

  ManageKeys(Database database, Keys keys, Tenants tenants, AuditLog audit) {
    this.database = database;
    this.keys = keys;
    this.tenants = tenants;
    this.audit = audit;
  }

  /**
   * A key to be made.
   *
   * @param label what its owner calls it
   * @param profile the client family that it is for
   */
  public record Wanted(
      String label,
      Set<Scope> scopes,
      Optional<Instant> expires,
      Optional<String> profile,
      Permissions permissions) {
    public Wanted {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * Makes a key.
   *
   * @return empty when there is no such tenant
   * @throws FaultException an invalid field {@code label} or {@code scopes}; {@code Forbidden}
   */
  public Optional<NewKey> create(Principal actor, String tenant, Wanted wanted) {
    actor.require(Scope.ADMIN);
    requireCovered(actor, wanted);
    return tenant(actor, tenant)
        .flatMap(id ->
            database.write(tx -> {
              if (tenants.find(tx, id).isEmpty()) {
                return Optional.<NewKey>empty();
              }
              NewKey made =
                  keys.create(
                      tx,
                      id,
                      wanted.label(),
                      wanted.scopes(),
                      wanted.expires(),
                      wanted.profile(),
                      wanted.permissions());
              audit.record(tx, actor, act("key.create", made.info(), told(made.info())));
              return Optional.of(made);
            }));
  }

  /** Newest first, those no longer accepted included; empty when there is no such tenant. */
  public Optional<List<KeyInfo>> list(Principal actor, String tenant) {
    actor.require(Scope.ADMIN);
    return tenant(actor, tenant)
        .flatMap(id ->
            database.read(tx -> tenants.find(tx, id).map(found -> keys.list(tx, found.id()))));
  }

  public Optional<KeyInfo> find(Principal actor, String id) {
    actor.require(Scope.ADMIN);
    return id(id).flatMap(key -> database.read(tx -> find(tx, actor, key)));
  }

  /**
   * Makes a key's successor; the key itself is accepted for {@code grace} longer.
   *
   * @return empty when there is no such key that is accepted
   */
  public Optional<NewKey> rotate(Principal actor, String id, Duration grace) {
    actor.require(Scope.ADMIN);
    return id(id)
        .flatMap(key ->
            database.write(tx ->
                find(tx, actor, key)
                    .flatMap(old -> keys.rotate(tx, old.tenant(), key, grace))
                    .map(made -> {
                      var changes =
                          Map.of(
                              "successor",
                              made.info().id().value(),
                              "grace_seconds",
                              Long.toString(grace.toSeconds()));
                      var act = new Act("key.rotate", made.info().tenant(), id, changes);
                      audit.record(tx, actor, act);
                      return made;
                    })));
  }

  /**
   * Ends a key for good; again changes nothing.
   *
   * @return the key as it is now; empty when there is none
   */
  public Optional<KeyInfo> revoke(Principal actor, String id) {
    actor.require(Scope.ADMIN);
    return id(id)
        .flatMap(key ->
            database.write(tx ->
                find(tx, actor, key)
                    .flatMap(found -> {
                      if (keys.revoke(tx, found.tenant(), key)) {
                        audit.record(tx, actor, act("key.revoke", found, Map.of()));
                      }
                      return keys.find(tx, key);
                    })));
  }

  private Optional<KeyInfo> find(Tx tx, Principal actor, KeyId key) {
    return keys.find(tx, key).filter(found -> ManageTenants.sees(actor, found.tenant()));
  }

  private static void requireCovered(Principal actor, Wanted wanted) {
    if (!actor.scopes().containsAll(wanted.scopes())
        || !actor.permissions().cover(wanted.permissions())) {
      throw new FaultException(new Forbidden("every permission that it gives to another key"));
    }
  }

  private static Optional<TenantId> tenant(Principal actor, String name) {
    return ManageTenants.id(name).filter(id -> ManageTenants.sees(actor, id));
  }

  private static Optional<KeyId> id(String text) {
    return ID.matcher(text).matches() ? Optional.of(new KeyId(text)) : Optional.empty();
  }

  private static Act act(String name, KeyInfo key, Map<String, String> changes) {
    return new Act(name, key.tenant(), key.id().value(), changes);
  }

  private static Map<String, String> told(KeyInfo key) {
    var told = new TreeMap<String, String>();
    told.put("scopes", words(key.scopes().stream().map(Scope::word).collect(Collectors.toSet())));
    key.expires().ifPresent(at -> told.put("expires", at.toString()));
    key.profile().ifPresent(profile -> told.put("profile", profile));
    if (!key.permissions().models().isEmpty()) {
      told.put("models", words(key.permissions().models()));
    }
    if (!key.permissions().dialects().isEmpty()) {
      told.put(
          "dialects",
          words(
              key.permissions().dialects().stream()
                  .map(Dialect::word)
                  .collect(Collectors.toSet())));
    }
    return told;
  }

  private static String words(Set<String> words) {
    return String.join(" ", new TreeSet<>(words));
  }
}
