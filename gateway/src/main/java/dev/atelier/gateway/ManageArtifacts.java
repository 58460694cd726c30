package dev.atelier.gateway;

import dev.atelier.image.ArtifactId;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.storage.Artifact;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and ends a tenant's stored pictures: uploads, inputs and results alike. */
public final class ManageArtifacts {
  private final GatewayParts parts;

  ManageArtifacts(GatewayParts parts) {
    this.parts = parts;
  }

  public Optional<Artifact> find(Principal principal, ArtifactId id) {
    principal.require(Scope.READ);
    return parts.database().read(tx -> parts.artifacts().find(tx, principal.tenant(), id));
  }

  /** Where its bytes are. */
  public Path path(Artifact artifact) {
    return parts.artifacts().path(artifact.hash());
  }

  /**
   * Ends it now: it and every link to it are gone at once, its bytes a little later. A job that
   * works from it holds the content itself.
   *
   * @return whether the tenant had such an artifact
   */
  public boolean delete(Principal principal, ArtifactId id) {
    principal.require(Scope.GENERATE);
    return parts
        .database()
        .write(tx -> {
          boolean found = parts.artifacts().find(tx, principal.tenant(), id).isPresent();
          if (found) {
            parts.artifacts().keepUntil(tx, id, Optional.of(parts.clock().instant()));
          }
          return found;
        });
  }
}
