package dev.atelier.metering.session;

import dev.atelier.database.Tx;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.KeyInfo;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Scope;
import java.util.Optional;
import java.util.Set;

/**
 * The people who sign in through a provider of identities. Each has a key in a tenant whose secret
 * nobody knows: jobs, money, limits and scopes are those of the key.
 */
public final class People {
  private final Keys keys;

  public People(Keys keys) {
    this.keys = keys;
  }

  /**
   * A person as the provider told.
   *
   * @param issuer the provider
   * @param subject by which it knows the person, for good
   * @param name for people to read, up to 200 characters
   */
  public record Person(String issuer, String subject, String name) {}

  /**
   * A person's key.
   *
   * @param changed whether it was made, or got other scopes
   */
  public record PersonKey(KeyInfo key, boolean changed) {}

  /**
   * The key of a person, made at the first time, with these scopes from now on.
   *
   * @return one that is no longer usable where somebody revoked it
   */
  public PersonKey join(Tx tx, TenantId tenant, Person person, Set<Scope> scopes) {
    tx.lock("people");
    Optional<KeyInfo> known = find(tx, tenant, person).flatMap(id -> keys.find(tx, tenant, id));
    if (known.isEmpty()) {
      KeyInfo made =
          keys.create(tx, tenant, person.name(), scopes, Optional.empty(), Optional.empty()).info();
      insert(tx, tenant, person, made.id());
      return new PersonKey(made, true);
    }
    KeyInfo key = known.get();
    boolean changed = !key.scopes().equals(scopes);
    if (changed || !key.label().equals(person.name())) {
      keys.change(tx, tenant, key.id(), person.name(), scopes);
      tx.update("UPDATE people SET name = ? WHERE api_key = ?", person.name(), key.id().value());
    }
    return new PersonKey(keys.find(tx, tenant, key.id()).orElseThrow(), changed);
  }

  private static Optional<KeyId> find(Tx tx, TenantId tenant, Person person) {
    return tx.first(
        "SELECT api_key FROM people WHERE issuer = ? AND subject = ? AND tenant = ?",
        row -> new KeyId(row.text("api_key")),
        person.issuer(),
        person.subject(),
        tenant.value());
  }

  private static void insert(Tx tx, TenantId tenant, Person person, KeyId key) {
    tx.update(
        "INSERT INTO people (issuer, subject, tenant, api_key, name) VALUES (?, ?, ?, ?, ?)",
        person.issuer(),
        person.subject(),
        tenant.value(),
        key.value(),
        person.name());
  }
}
