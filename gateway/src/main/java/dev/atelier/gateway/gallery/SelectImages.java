package dev.atelier.gateway.gallery;

import dev.atelier.database.Database;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageId;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StoredContent;
import dev.atelier.storage.gallery.Favourites;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What is done with several images at once, each for the tenant that it belongs to. */
public final class SelectImages {
  private final Database database;
  private final FindImages find;
  private final ArtifactStore artifacts;
  private final InstantSource clock;

  SelectImages(Database database, FindImages find, ArtifactStore artifacts, InstantSource clock) {
    this.database = database;
    this.find = find;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /**
   * All of these images.
   *
   * @throws FaultException {@code NotFound} if the caller's tenant does not have one of them
   */
  public List<GalleryImage> require(Principal principal, List<ImageId> ids) {
    principal.require(Scope.READ);
    return database.read(tx -> find.require(tx, principal.tenant(), ids));
  }

  /** The bytes of one. */
  public StoredContent content(GalleryImage image) {
    return artifacts.content(image.artifact());
  }

  /**
   * Marks and unmarks images.
   *
   * @throws FaultException {@code NotFound} if the caller's tenant does not have one of them;
   *     {@code InvalidField} if it would mark too many
   */
  public void favour(Principal principal, List<ImageId> add, List<ImageId> remove) {
    principal.require(Scope.GENERATE);
    database.write(tx -> {
      Favourites.remove(
          tx, principal.tenant(), FindImages.stored(find.require(tx, principal.tenant(), remove)));
      boolean fits =
          Favourites.add(
              tx, principal.tenant(), FindImages.stored(find.require(tx, principal.tenant(), add)));
      if (!fits) {
        throw RequestFault.invalid(
            "add",
            new RequestFault.Problem.Other(
                "there can be at most " + Favourites.MAX + " favourites."));
      }
      return true;
    });
  }

  /**
   * Ends images now, as far as the caller's tenant has them: they and every link to them are gone
   * at once, the bytes a little later.
   *
   * @return how many there were
   */
  public int delete(Principal principal, List<ImageId> ids) {
    principal.require(Scope.GENERATE);
    return database.write(tx -> {
      List<GalleryImage> found = find.find(tx, principal.tenant(), ids);
      found.forEach(
          image -> artifacts.keepUntil(tx, image.artifact().id(), Optional.of(clock.instant())));
      return found.size();
    });
  }
}
