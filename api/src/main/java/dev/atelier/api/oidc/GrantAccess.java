package dev.atelier.api.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.atelier.api.oidc.OidcSettings.GroupRole;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.metering.session.People.Person;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What somebody whom the provider vouches for may do here, by the groups that it names. */
final class GrantAccess {
  private static final int NAME_MAX = 200;
  private static final String EMAIL = "email";

  private final OidcSettings settings;

  GrantAccess(OidcSettings settings) {
    this.settings = settings;
  }

  /**
   * Who it is, for whom and what they may do.
   *
   * @param tenant of the first role that is theirs
   * @param scopes of all their roles in that tenant
   */
  record Access(Person person, TenantId tenant, Set<Scope> scopes) {}

  /** What the claims of a verified ID token give. */
  Access of(JWTClaimsSet claims) throws SignInException {
    requireDomain(claims);
    Set<String> groups = groups(claims.getClaims());
    List<GroupRole> roles =
        settings.roles().stream().filter(role -> groups.contains(role.group())).toList();
    if (roles.isEmpty()) {
      throw new SignInException(
          SignInProblem.NO_ROLE, "none of %d groups has a role here".formatted(groups.size()));
    }
    TenantId tenant = roles.getFirst().tenant();
    var scopes = EnumSet.noneOf(Scope.class);
    roles.stream()
        .filter(role -> role.tenant().equals(tenant))
        .forEach(role -> scopes.addAll(role.scopes()));
    String subject = claims.getSubject();
    return new Access(
        new Person(settings.issuer(), subject, name(claims).orElse(subject)), tenant, scopes);
  }

  private void requireDomain(JWTClaimsSet claims) throws SignInException {
    List<String> domains = settings.domains();
    Predicate<String> known =
        email ->
            domains.contains(email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT));
    if (!domains.isEmpty() && email(claims).filter(known).isEmpty()) {
      throw new SignInException(
          SignInProblem.DOMAIN, "no verified e-mail address of a domain that is let in");
    }
  }

  private Optional<String> name(JWTClaimsSet claims) {
    String claim = settings.claims().name();
    return (claim.equals(EMAIL) ? email(claims) : text(claims.getClaim(claim)))
        .map(name -> name.replaceAll("\\p{C}", "").strip())
        .filter(name -> !name.isEmpty() && name.length() <= NAME_MAX);
  }

  /** Anybody can have an address that nobody has verified. */
  private static Optional<String> email(JWTClaimsSet claims) {
    Object verified = claims.getClaim("email_verified");
    return Boolean.TRUE.equals(verified) || "true".equals(verified)
        ? text(claims.getClaim(EMAIL)).filter(address -> address.indexOf('@') > 0)
        : Optional.empty();
  }

  private Set<String> groups(Map<String, Object> claims) {
    String name = settings.claims().groups();
    Object value = claims.containsKey(name) ? claims.get(name) : at(claims, name);
    return switch (value) {
      case String one -> Set.of(one);
      case Collection<?> many ->
          many.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .collect(Collectors.toUnmodifiableSet());
      case null, default -> Set.of();
    };
  }

  /** Where a path with dots leads, such as {@code realm_access.roles}. */
  private static @Nullable Object at(Map<String, Object> claims, String path) {
    Object here = claims;
    for (String step : path.split("\\.")) {
      here = here instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return here;
  }

  private static Optional<String> text(@Nullable Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
