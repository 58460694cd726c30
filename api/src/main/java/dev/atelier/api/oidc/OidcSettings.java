package dev.atelier.api.oidc;

import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The provider of identities, and what its people may do here.
 *
 * @param issuer exactly as the provider calls itself; its discovery document lies below it
 * @param client how the provider knows this server
 * @param label what the button for it says
 * @param claims which of its claims count
 * @param roles who may do what; nobody who has none of these groups is let in
 * @param domains of verified e-mail addresses that are let in; empty: any, and none at all
 */
public record OidcSettings(
    String issuer,
    Client client,
    String label,
    Claims claims,
    List<GroupRole> roles,
    List<String> domains) {
  public OidcSettings {
    roles = List.copyOf(roles);
    domains = domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * How the provider knows this server.
   *
   * @param secret empty for a public client, which PKCE alone protects
   * @param scopes that are asked for, {@code openid} among them
   */
  public record Client(String id, Optional<String> secret, List<String> scopes) {
    public Client {
      scopes = List.copyOf(scopes);
    }

    @Override
    public String toString() {
      return "Client[" + id + "]";
    }
  }

  /**
   * Which claims of an ID token count.
   *
   * @param groups a text or list of texts: its name, or a path to it with dots
   * @param name what a person is called; {@code email} counts where it is verified
   */
  public record Claims(String groups, String name) {}

  /**
   * What people of a group may do.
   *
   * @param scopes at least one
   */
  public record GroupRole(String group, TenantId tenant, Set<Scope> scopes) {
    /**
     * @throws IllegalArgumentException without a group or a scope
     */
    public GroupRole {
      scopes = Set.copyOf(scopes);
      if (group.isBlank() || scopes.isEmpty()) {
        throw new IllegalArgumentException("a role has a group and at least one scope");
      }
    }
  }
}
