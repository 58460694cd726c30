package dev.atelier.server.config;

import dev.atelier.api.oidc.OidcSettings;
import dev.atelier.api.oidc.OidcSettings.Claims;
import dev.atelier.api.oidc.OidcSettings.Client;
import dev.atelier.api.oidc.OidcSettings.GroupRole;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.SessionSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may sign in through a provider of identities.
 *
 * @param privateNetwork whether that provider may be on a private network
 */
public record OidcConfig(OidcSettings settings, boolean privateNetwork) {
  private static final String ISSUER = "oidc.issuer";
  private static final String ROLES = "oidc.roles";
  private static final String OPENID = "openid";

  /** Empty where no provider is set. */
  static Optional<OidcConfig> of(ConfigValues values) {
    boolean privateNetwork = values.flag("oidc.private-network");
    return values.given(ISSUER).map(_ -> given(values, privateNetwork));
  }

  /** How long browsers stay signed in. */
  static SessionSettings sessions(ConfigValues values) {
    var idle = values.duration("sessions.idle");
    return values.read(
        "sessions.lasts",
        "1m to 30d, and \"sessions.idle\" 1m or more",
        _ -> new SessionSettings(values.duration("sessions.lasts"), idle));
  }

  private static OidcConfig given(ConfigValues values, boolean privateNetwork) {
    String issuer =
        values.read(
            ISSUER,
            "an https URL without a query, exactly as the provider calls itself",
            text -> issuer(text, privateNetwork));
    String client =
        values
            .given("oidc.client-id")
            .orElseThrow(() -> new ConfigException("setting \"oidc.client-id\" is missing"));
    var scopes = new ArrayList<>(values.list("oidc.scopes"));
    if (!scopes.contains(OPENID)) {
      scopes.addFirst(OPENID);
    }
    return new OidcConfig(
        new OidcSettings(
            issuer,
            new Client(client, values.given("oidc.client-secret"), scopes),
            values.text("oidc.label"),
            new Claims(values.text("oidc.groups-claim"), values.text("oidc.name-claim")),
            values.read(ROLES, "a list of {group, tenant, scopes}, not empty", OidcConfig::roles),
            values.list("oidc.domains")),
        privateNetwork);
  }

  private static String issuer(String text, boolean privateNetwork) {
    URI uri = URI.create(text);
    boolean safe = "https".equals(uri.getScheme());
    boolean near = "http".equals(uri.getScheme()) && privateNetwork;
    if (!(safe || near)
        || uri.getHost() == null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static List<GroupRole> roles(String text) {
    try {
      List<Role> roles =
          List.of(
              JsonMapper.builder()
                  .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                  .build()
                  .readValue(text, Role[].class));
      if (roles.isEmpty()) {
        throw new IllegalArgumentException("nobody could sign in");
      }
      return roles.stream().map(Role::role).toList();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What people of a group may do; without a tenant, in {@code default}. */
  record Role(String group, String tenant, List<String> scopes) {
    GroupRole role() {
      if (group == null || scopes == null) {
        throw new IllegalArgumentException("group and scopes");
      }
      Set<Scope> known =
          scopes.stream()
              .map(word ->
                  Scope.of(word).orElseThrow(() -> new IllegalArgumentException("scope " + word)))
              .collect(Collectors.toUnmodifiableSet());
      return new GroupRole(group, tenant == null ? TenantId.DEFAULT : new TenantId(tenant), known);
    }
  }
}
