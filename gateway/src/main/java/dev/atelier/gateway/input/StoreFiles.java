package dev.atelier.gateway.input;

import dev.atelier.database.Database;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.FileId;
import dev.atelier.storage.FilePage;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredContent;
import dev.atelier.storage.UploadedFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps pictures under names for later requests, each for the tenant that uploaded it. A job that
 * works from one holds the content itself, so that a file may be deleted at any time.
 */
public final class StoreFiles {
  private final Database database;
  private final ArtifactStore artifacts;
  private final StoreUpload uploads;

  public StoreFiles(Database database, ArtifactStore artifacts, StoreUpload uploads) {
    this.database = database;
    this.artifacts = artifacts;
    this.uploads = uploads;
  }

  /**
   * Stores an upload as {@link StoreUpload} does.
   *
   * @param field the caller's name for it
   * @param name what the file is called from now on
   * @param kept how long it can be found
   * @throws FaultException {@link RequestFault.UnusableImage} for anything but a whole PNG, JPEG,
   *     WebP or GIF
   */
  public UploadedFile keep(
      Principal principal,
      String field,
      StagedFile staged,
      String name,
      String purpose,
      Duration kept) {
    return uploads.keep(
        principal,
        field,
        staged,
        kept,
        (tx, artifact) -> {
          var created = artifact.created();
          return artifacts.files().add(tx, artifact, name, purpose, created, created.plus(kept));
        });
  }

  public Optional<UploadedFile> find(Principal principal, FileId id) {
    principal.require(Scope.READ);
    return database.read(tx -> artifacts.files().find(tx, principal.tenant(), id));
  }

  public List<UploadedFile> list(Principal principal, FilePage page) {
    principal.require(Scope.READ);
    return database.read(tx -> artifacts.files().list(tx, principal.tenant(), page));
  }

  /** Whether there was such a file. */
  public boolean delete(Principal principal, FileId id) {
    principal.require(Scope.GENERATE);
    return database.write(tx -> artifacts.files().delete(tx, principal.tenant(), id));
  }

  /** A file's bytes. */
  public StoredContent content(UploadedFile file) {
    return artifacts.content(file.artifact());
  }
}
