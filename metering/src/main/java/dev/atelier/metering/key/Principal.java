package dev.atelier.metering.key;

import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.AdmissionFault.ModelNotAllowed;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks: the holder of one key of one tenant.
 *
 * @param profile the client family the key was made for, such as {@code sub2api}
 * @param person who signed in in the place of showing the key, as the audit log calls them
 */
public record Principal(
    TenantId tenant,
    KeyId key,
    Set<Scope> scopes,
    Optional<String> profile,
    Permissions permissions,
    Optional<String> person) {
  public Principal {
    scopes = Set.copyOf(scopes);
  }

  /** One who shows the key itself. */
  public Principal(
      TenantId tenant,
      KeyId key,
      Set<Scope> scopes,
      Optional<String> profile,
      Permissions permissions) {
    this(tenant, key, scopes, profile, permissions, Optional.empty());
  }

  /** One whose key is allowed every model and dialect. */
  public Principal(TenantId tenant, KeyId key, Set<Scope> scopes, Optional<String> profile) {
    this(tenant, key, scopes, profile, Permissions.ALL);
  }

  /** The same, acted for by that person. */
  public Principal by(Optional<String> name) {
    return new Principal(tenant, key, scopes, profile, permissions, name);
  }

  /**
   * Whether the caller manages all tenants: with the admin scope, in the tenant {@code default}.
   */
  public boolean operator() {
    return scopes.contains(Scope.ADMIN) && tenant.equals(TenantId.DEFAULT);
  }

  /**
   * Lets on only who manages all tenants.
   *
   * @throws FaultException {@link Forbidden}
   */
  public void requireOperator() {
    require(Scope.ADMIN);
    if (!operator()) {
      throw new FaultException(new Forbidden("the admin scope in the tenant 'default'"));
    }
  }

  /**
   * Lets the caller use one of these dialects.
   *
   * @throws FaultException {@link Forbidden}, naming the first
   */
  public void requireAny(List<Dialect> dialects) {
    if (dialects.stream().noneMatch(permissions::allows)) {
      throw new FaultException(
          new Forbidden("permission for the dialect '" + dialects.getFirst().word() + "'"));
    }
  }

  /**
   * Lets the caller use a model.
   *
   * @param id of the model, in the catalog
   * @throws FaultException {@link ModelNotAllowed}
   */
  public void requireModel(String id) {
    if (!permissions.allowsModel(id)) {
      throw new FaultException(new ModelNotAllowed(id));
    }
  }

  /**
   * Lets the caller on only with this scope.
   *
   * @throws FaultException {@link Forbidden}, naming the scope
   */
  public void require(Scope scope) {
    if (!scopes.contains(scope)) {
      throw new FaultException(new Forbidden("the " + scope.word() + " scope"));
    }
  }
}
