package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.People;
import dev.atelier.metering.session.People.Person;
import dev.atelier.metering.session.People.PersonKey;
import dev.atelier.metering.session.SessionStore;
import dev.atelier.metering.session.SessionStore.Begun;
import dev.atelier.metering.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Signs a person in whom a provider of identities has vouched for: their key, with the scopes that
 * they have now, the session and the entry in the audit log are one commit.
 */
public final class SignInPerson {
  private final Database database;
  private final Tenants tenants;
  private final People people;
  private final SessionStore sessions;
  private final AuditLog audit;
  private final InstantSource clock;

  public SignInPerson(
      Database database, Keys keys, SessionStore sessions, AuditLog audit, InstantSource clock) {
    this.database = database;
    this.tenants = new Tenants(clock);
    this.people = new People(keys);
    this.sessions = sessions;
    this.audit = audit;
    this.clock = clock;
  }

  /** What became of it. */
  public sealed interface Answer {
    record SignedIn(Begun session) implements Answer {}

    /** There is no such tenant, or it is suspended. */
    record NoTenant() implements Answer {}

    /** An administrator has revoked the person's key. */
    record Revoked() implements Answer {}
  }

  /**
   * Signs them in.
   *
   * @param scopes at least one
   */
  public Answer signIn(TenantId tenant, Person person, Set<Scope> scopes) {
    Instant now = clock.instant();
    return database.write(tx -> {
      if (tenants.find(tx, tenant).filter(found -> found.suspended().isEmpty()).isEmpty()) {
        return new Answer.NoTenant();
      }
      PersonKey joined = people.join(tx, tenant, person, scopes);
      if (!joined.key().usable(now)) {
        return new Answer.Revoked();
      }
      if (joined.changed()) {
        record(tx, tenant, person, joined);
      }
      Optional<String> name = Optional.of(person.name());
      return new Answer.SignedIn(sessions.begin(tx, tenant, joined.key().id(), name));
    });
  }

  private void record(Tx tx, TenantId tenant, Person person, PersonKey joined) {
    Set<Scope> scopes = joined.key().scopes();
    var actor = new Principal(tenant, joined.key().id(), scopes, Optional.empty());
    var changes =
        Map.of(
            "scopes", Scope.join(scopes), "issuer", person.issuer(), "subject", person.subject());
    audit.record(
        tx,
        actor.by(Optional.of(person.name())),
        new Act("person.join", tenant, joined.key().id().value(), changes));
  }
}
