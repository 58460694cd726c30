package dev.atelier.gateway.admin;

import dev.atelier.database.Database;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.audit.AuditLog.Act;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.BrowserSession;
import dev.atelier.metering.session.SessionStore;
import java.util.List;

/**
 * The browsers that are signed in. An administrator sees those of the tenant, an operator those of
 * any, everybody else those of their own key.
 */
public final class ManageSessions {
  private final Database database;
  private final SessionStore sessions;
  private final AuditLog audit;

  public ManageSessions(Database database, SessionStore sessions, AuditLog audit) {
    this.database = database;
    this.sessions = sessions;
    this.audit = audit;
  }

  /** Newest first; none of a tenant that the actor does not see. */
  public List<BrowserSession> list(Principal actor, TenantId tenant) {
    return database.read(tx -> sessions.list(tx, tenant)).stream()
        .filter(session -> sees(actor, session))
        .toList();
  }

  /**
   * Ends one for good.
   *
   * @return false when there is none of that id
   */
  public boolean end(Principal actor, String id) {
    return database.write(tx -> {
      var found = sessions.byId(tx, id).filter(session -> sees(actor, session));
      if (found.isEmpty() || !sessions.end(tx, found.get().tenant(), id)) {
        return false;
      }
      if (!found.get().key().equals(actor.key())) {
        audit.record(tx, actor, Act.of("session.end", found.get().tenant(), id));
      }
      return true;
    });
  }

  private static boolean sees(Principal actor, BrowserSession session) {
    return session.key().equals(actor.key())
        || (actor.scopes().contains(Scope.ADMIN) && ManageTenants.sees(actor, session.tenant()));
  }
}
