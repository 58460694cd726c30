package dev.atelier.server.wiring;

import dev.atelier.api.atelier.AtelierApi;
import dev.atelier.api.oidc.OidcSignIn;
import dev.atelier.api.session.BrowserSessions;
import dev.atelier.gateway.admin.ManageSessions;
import dev.atelier.gateway.admin.SignInPerson;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.session.SessionStore;
import dev.atelier.server.config.OidcConfig;
import dev.atelier.server.config.ServerConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Signing in with a browser.
 *
 * @param oidc the way in through a provider of identities, where one is set
 */
public record SignInModule(
    BrowserSessions sessions, ManageSessions manage, Optional<OidcSignIn> oidc) {

  public static SignInModule of(ServerConfig config, StorageModule storage, InstantSource clock) {
    var store =
        new SessionStore(
            storage.database(),
            clock,
            new SecureRandom(),
            config.sessions(),
            config.oidc().map(oidc -> oidc.settings().issuer()));
    var sessions = new BrowserSessions(AtelierApi.PATH, store);
    AuditLog audit = storage.rows().audit();
    var people = new SignInPerson(storage.database(), storage.keys(), store, audit, clock);
    return new SignInModule(
        sessions,
        new ManageSessions(storage.database(), store, audit),
        config
            .oidc()
            .map(oidc ->
                new OidcSignIn(
                    oidc.settings(),
                    config.publicUrl(),
                    client(config, oidc),
                    sessions,
                    people,
                    clock,
                    new SecureRandom())));
  }

  private static GuardedClient client(ServerConfig config, OidcConfig oidc) {
    return new GuardedClient(config.allowPrivateNetworks() || oidc.privateNetwork());
  }
}
