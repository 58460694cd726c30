package dev.atelier.gateway.input;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.image.RequestFault;
import dev.atelier.media.GifFile;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Stores a picture that is uploaded ahead of the request that uses it, once it was decoded in
 * bounded memory. A GIF is stored too, although no request can use one: its structure is walked.
 */
public final class StoreUpload {
  private final Database database;
  private final ArtifactStore artifacts;
  private final AdmissionGate gate;
  private final PrepareInputs prepare;
  private final InstantSource clock;

  /**
   * @param prepare decodes what is uploaded
   */
  public StoreUpload(
      Database database,
      ArtifactStore artifacts,
      AdmissionGate gate,
      PrepareInputs prepare,
      InstantSource clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.gate = gate;
    this.prepare = prepare;
    this.clock = clock;
  }

  /**
   * @param field the caller's name for it
   * @param kept how long it is stored
   * @throws FaultException {@link RequestFault.UnusableImage} for anything but a whole PNG, JPEG,
   *     WebP or GIF
   */
  public Artifact keep(Principal principal, String field, StagedFile staged, Duration kept) {
    return keep(principal, field, staged, kept, (_, artifact) -> artifact);
  }

  /** The same; {@code further} is done with the artifact in the transaction that records it. */
  <T> T keep(
      Principal principal,
      String field,
      StagedFile staged,
      Duration kept,
      BiFunction<Tx, Artifact, T> further) {
    principal.require(Scope.GENERATE);
    gate.check();
    Kind kind = kind(field, staged);
    StoredBlob stored = staged.seal();
    Instant now = clock.instant();
    return database.write(tx -> {
      var id =
          artifacts.record(
              tx,
              principal.tenant(),
              stored,
              kind.mediaType(),
              Optional.of(kind.size()),
              now,
              Optional.of(now.plus(kept)));
      return further.apply(tx, artifacts.find(tx, id).orElseThrow());
    });
  }

  private Kind kind(String field, StagedFile staged) {
    try {
      Optional<ImageSize> gif = GifFile.size(staged.path());
      if (gif.isPresent()) {
        return new Kind("image/gif", gif.get());
      }
      ImageInfo info = prepare.decoded(staged.path());
      return new Kind(info.format().mediaType(), info.size());
    } catch (UnusableMediaException e) {
      throw new FaultException(new RequestFault.UnusableImage(1, field, e.problem()), e);
    }
  }

  private record Kind(String mediaType, ImageSize size) {}
}
