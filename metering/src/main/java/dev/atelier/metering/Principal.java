package dev.atelier.metering;

import dev.atelier.image.AdmissionFault.Forbidden;
import dev.atelier.image.FaultException;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks: the holder of one key of one tenant.
 *
 * @param profile the client family the key was made for, such as {@code sub2api}
 */
public record Principal(TenantId tenant, KeyId key, Set<Scope> scopes, Optional<String> profile) {
  public Principal {
    scopes = Set.copyOf(scopes);
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
