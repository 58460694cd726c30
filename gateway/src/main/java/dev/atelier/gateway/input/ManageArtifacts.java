package dev.atelier.gateway.input;

import dev.atelier.database.Database;
import dev.atelier.image.ArtifactId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StoredContent;
import java.time.InstantSource;
import java.util.Optional;

/** Reads and ends a tenant's stored pictures: uploads, inputs and results alike. */
public final class ManageArtifacts {
  private final Database database;
  private final ArtifactStore artifacts;
  private final InstantSource clock;

  public ManageArtifacts(Database database, ArtifactStore artifacts, InstantSource clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  public Optional<Artifact> find(Principal principal, ArtifactId id) {
    principal.require(Scope.READ);
    return database.read(tx -> artifacts.find(tx, principal.tenant(), id));
  }

  /** Its bytes. */
  public StoredContent content(Artifact artifact) {
    return artifacts.content(artifact);
  }

  /**
   * Ends it now: it and every link to it are gone at once, its bytes a little later. A job that
   * works from it holds the content itself.
   *
   * @return whether the tenant had such an artifact
   */
  public boolean delete(Principal principal, ArtifactId id) {
    principal.require(Scope.GENERATE);
    return database.write(tx -> {
      boolean found = artifacts.find(tx, principal.tenant(), id).isPresent();
      if (found) {
        artifacts.keepUntil(tx, id, Optional.of(clock.instant()));
      }
      return found;
    });
  }
}
