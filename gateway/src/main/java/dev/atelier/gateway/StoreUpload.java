package dev.atelier.gateway;

import dev.atelier.database.Tx;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageSize;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.metering.Principal;
import dev.atelier.metering.Scope;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Stores a picture that is uploaded ahead of the request that uses it. Its header is read now; what
 * lies behind it is checked when it is used. A GIF is stored too, although no request can use one.
 */
public final class StoreUpload {
  private final GatewayParts parts;

  StoreUpload(GatewayParts parts) {
    this.parts = parts;
  }

  /**
   * @param field the caller's name for it
   * @param kept how long it is stored
   * @throws FaultException {@link Fault.UnusableImage} for anything but a PNG, JPEG, WebP or GIF
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
    parts.admissionGate().check();
    Kind kind = kind(field, staged);
    StoredBlob sealed = staged.seal();
    Instant now = parts.clock().instant();
    return parts
        .database()
        .write(tx -> {
          var id =
              parts
                  .artifacts()
                  .record(
                      tx,
                      principal.tenant(),
                      sealed,
                      kind.mediaType(),
                      Optional.of(kind.size()),
                      now,
                      Optional.of(now.plus(kept)));
          return further.apply(tx, parts.artifacts().find(tx, id).orElseThrow());
        });
  }

  private static Kind kind(String field, StagedFile staged) {
    return GifHeader.size(staged.path())
        .map(size -> new Kind("image/gif", size))
        .orElseGet(() -> {
          ImageInfo info = probed(field, staged);
          return new Kind(info.format().mediaType(), info.size());
        });
  }

  private static ImageInfo probed(String field, StagedFile staged) {
    try {
      return Probe.read(staged.path());
    } catch (UnusableMediaException e) {
      throw new FaultException(new Fault.UnusableImage(1, field, e.problem()), e);
    }
  }

  private record Kind(String mediaType, ImageSize size) {}
}
