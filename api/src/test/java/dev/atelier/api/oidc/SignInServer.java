package dev.atelier.api.oidc;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.api.Authenticator;
import dev.atelier.api.atelier.SessionApi;
import dev.atelier.api.oidc.OidcSettings.Claims;
import dev.atelier.api.oidc.OidcSettings.Client;
import dev.atelier.api.oidc.OidcSettings.GroupRole;
import dev.atelier.api.session.BrowserSessions;
import dev.atelier.database.SqliteDatabase;
import dev.atelier.database.SqliteOptions;
import dev.atelier.gateway.admin.ManageSessions;
import dev.atelier.gateway.admin.SignInPerson;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.server.HttpService;
import dev.atelier.http.server.Mount;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.metering.audit.AuditEntry;
import dev.atelier.metering.audit.AuditLog;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.SessionSettings;
import dev.atelier.metering.session.SessionStore;
import dev.atelier.metering.tenant.Tenants;
import dev.atelier.testkit.FakeClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Signing in, and nothing else of a server: what a browser talks to. */
final class SignInServer implements AutoCloseable {
  static final TenantId ACME = new TenantId("acme");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SqliteDatabase database;
  private final Keys keys;
  private final AuditLog audit = new AuditLog(UuidCreator::getTimeOrderedEpoch);
  private final HttpService http;

  SignInServer(Path directory, FakeClock clock, OidcSettings settings) throws Exception {
    this(directory, clock, settings, PATIENCE);
  }

  /**
   * @param patience with each call to the provider
   */
  SignInServer(Path directory, FakeClock clock, OidcSettings settings, Duration patience)
      throws Exception {
    database =
        SqliteDatabase.open(
            directory.resolve("sign-in.db"),
            List.of("classpath:dev/atelier/metering/migrations"),
            SqliteOptions.DEFAULT.withClock(clock));
    keys = new Keys(database, clock, new Random(1));
    database.write(tx -> {
      new Tenants(clock).create(tx, ACME, "Acme");
      return true;
    });
    var store =
        new SessionStore(
            database,
            clock,
            new Random(2),
            SessionSettings.DEFAULT,
            Optional.of(settings.issuer()));
    var sessions = new BrowserSessions("/api/v1", store);
    var oidc =
        new OidcSignIn(
            settings,
            Optional.empty(),
            new CallProvider(new GuardedClient(true), patience),
            sessions,
            new SignInPerson(database, keys, store, audit, clock),
            clock,
            new Random(3));
    var own =
        new SessionApi(
            new Authenticator(keys, sessions, Dialect.ATELIER),
            sessions,
            new ManageSessions(database, store, audit),
            Optional.of(oidc));
    http =
        HttpService.builder()
            .port(0)
            .mount(own.on(Mount.at((exchange, e) -> exchange.respond(e.status()), "/api/v1")))
            .mount(oidc.mount((exchange, e) -> exchange.respond(e.status())))
            .build();
    http.start();
  }

  /** Lets designers of acme generate and read, and its leads administer; operators run it all. */
  static OidcSettings settings(String issuer, String... domains) {
    return new OidcSettings(
        issuer,
        new Client(
            StandInProvider.CLIENT,
            Optional.of(StandInProvider.SECRET),
            List.of("openid", "email")),
        "Acme",
        new Claims("groups", "email"),
        List.of(
            new GroupRole("operators", TenantId.DEFAULT, Scope.all()),
            new GroupRole("designers", ACME, Set.of(Scope.GENERATE, Scope.READ)),
            new GroupRole("leads", ACME, Set.of(Scope.ADMIN)),
            new GroupRole("ghosts", new TenantId("nobody"), Set.of(Scope.READ))),
        List.of(domains));
  }

  URI uri() {
    return http.uri();
  }

  List<AuditEntry> audit() {
    return database.read(tx -> audit.list(tx, Optional.empty(), Optional.empty(), 100));
  }

  void revoke(String key) {
    database.write(tx -> keys.revoke(tx, ACME, new KeyId(key)));
  }

  @Override
  public void close() {
    http.close();
    database.close();
  }
}
