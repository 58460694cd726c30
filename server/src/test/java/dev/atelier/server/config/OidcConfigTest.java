package dev.atelier.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.api.oidc.OidcSettings;
import dev.atelier.api.oidc.OidcSettings.GroupRole;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcConfigTest {
  private static final Map<String, String> GIVEN =
      Map.of(
          "oidc.issuer", "https://login.example.org/realms/acme",
          "oidc.client-id", "atelier",
          "oidc.roles", "[{\"group\":\"designers\",\"scopes\":[\"read\"]}]");

  @TempDir private Path directory;

  @Test
  void nobody_signs_in_through_a_provider_by_default() {
    assertThat(load(Map.of()).oidc()).isEmpty();
    assertThat(load(Map.of()).sessions()).isEqualTo(SessionSettings.DEFAULT);
  }

  @Test
  void a_file_and_the_environment_say_everything() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("atelier.yaml"),
            """
            oidc:
              issuer: https://login.example.org/realms/acme
              client-id: atelier
              label: Acme
              scopes: email, groups
              groups-claim: realm_access.roles
              name-claim: preferred_username
              domains: Example.org, example.com
              roles:
                - {group: designers, tenant: acme, scopes: [generate, read]}
                - {group: admins, scopes: [admin]}
            sessions:
              lasts: 8h
              idle: 30m
            """);
    ServerConfig config =
        ServerConfig.load(
            Optional.of(file), Map.of("ATELIER_OIDC_CLIENT_SECRET", "not-to-be-told"), Map.of());

    OidcSettings settings = config.oidc().orElseThrow().settings();
    assertThat(settings.client().secret()).contains("not-to-be-told");
    assertThat(settings.toString()).doesNotContain("not-to-be-told");
    assertThat(settings.client().scopes()).containsExactly("openid", "email", "groups");
    assertThat(settings.claims())
        .isEqualTo(new OidcSettings.Claims("realm_access.roles", "preferred_username"));
    assertThat(settings.domains()).containsExactly("example.org", "example.com");
    assertThat(settings.roles())
        .isEqualTo(
            List.of(
                new GroupRole(
                    "designers", new TenantId("acme"), Set.of(Scope.GENERATE, Scope.READ)),
                new GroupRole("admins", TenantId.DEFAULT, Set.of(Scope.ADMIN))));
    assertThat(config.sessions())
        .isEqualTo(new SessionSettings(Duration.ofHours(8), Duration.ofMinutes(30)));
    assertThat(
            ServerConfig.effective(
                Optional.of(file),
                Map.of("ATELIER_OIDC_CLIENT_SECRET", "not-to-be-told"),
                Map.of()))
        .containsEntry("oidc.client-secret", "********");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oidc.issuer|http://login.example.org",
        "oidc.issuer|https://login.example.org?x=y",
        "oidc.issuer|login.example.org",
        "oidc.client-id|''",
        "oidc.roles|[]",
        "oidc.roles|nobody",
        "oidc.roles|[{\"group\":\"a\"}]",
        "oidc.roles|[{\"group\":\"a\",\"scopes\":[]}]",
        "oidc.roles|[{\"group\":\"a\",\"scopes\":[\"root\"]}]",
        "oidc.roles|[{\"group\":\"a\",\"scopes\":[\"read\"],\"role\":\"b\"}]",
        "sessions.lasts|31d",
        "sessions.lasts|1s",
      })
  void what_is_wrong_is_named_at_the_start(String name, String value) {
    var settings = new HashMap<>(GIVEN);
    settings.put(name, value);

    assertThatThrownBy(() -> load(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(name);
  }

  @Test
  void a_provider_on_a_private_network_may_do_without_tls() {
    var settings = new HashMap<>(GIVEN);
    settings.put("oidc.issuer", "http://keycloak.internal:8080/realms/acme");
    settings.put("oidc.private-network", "true");

    assertThat(load(settings).oidc().orElseThrow().privateNetwork()).isTrue();
  }

  private static ServerConfig load(Map<String, String> settings) {
    return ServerConfig.load(Optional.empty(), Map.of(), settings);
  }
}
