package dev.atelier.gateway.input;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.TransportException;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ContentHash;
import dev.atelier.image.FaultException;
import dev.atelier.image.InputImage;
import dev.atelier.image.RequestFault;
import dev.atelier.image.TenantId;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.Masks;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.ContentFile;
import dev.atelier.storage.FileId;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the pictures that come with a request: staged, checked by header, decoded once in bounded
 * memory, and stored byte for byte as they came. Nothing is stored unless all are usable.
 */
public final class PrepareInputs {
  private static final Duration DOWNLOAD_MAX = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofDays(2);
  private static final String NOT_THERE = "nothing of yours is stored under this link";

  private final Database database;
  private final ArtifactStore artifacts;
  private final SignedLinks links;
  private final GuardedClient client;
  private final InputCheck check;
  private final InstantSource clock;

  public PrepareInputs(
      Database database,
      ArtifactStore artifacts,
      SignedLinks links,
      GuardedClient client,
      InputCheck check,
      InstantSource clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.links = links;
    this.client = client;
    this.check = check;
    this.clock = clock;
  }

  /** A place for an upload's bytes; close it unless it became part of an {@link InputSource}. */
  public StagedFile stage() {
    return artifacts.stage();
  }

  /** Most bytes one input may have. */
  public long bytesMax() {
    return check.limits().bytesMax();
  }

  /**
   * The picture behind a caller's http or https URL. One of our own signed links is the stored
   * artifact itself; anything else is fetched through the guard.
   *
   * @throws FaultException {@link RequestFault.DownloadFailed}
   */
  public InputSource fetch(TenantId tenant, String field, URI uri) {
    Optional<ArtifactId> own = ownLink(uri);
    return own.isPresent()
        ? stored(tenant, field, own.get())
            .orElseThrow(
                () -> new FaultException(new RequestFault.DownloadFailed(field, NOT_THERE)))
        : download(tenant, field, uri);
  }

  /**
   * An artifact of the tenant; empty if it has no such artifact any more. From now on its bytes
   * stay for the job, whatever becomes of the artifact itself.
   */
  public Optional<InputSource> stored(TenantId tenant, String field, ArtifactId id) {
    return database
        .write(tx -> artifacts.reference(tx, tenant, id, Optional.of(tx.now().plus(KEPT))))
        .map(artifact -> new InputSource.Stored(field, artifact));
  }

  /** The same of a file that the tenant uploaded before. */
  public Optional<InputSource> uploaded(TenantId tenant, String field, FileId id) {
    return database
        .write(tx ->
            artifacts
                .files()
                .find(tx, tenant, id)
                .flatMap(file ->
                    artifacts.reference(
                        tx, tenant, file.artifact().id(), Optional.of(tx.now().plus(KEPT)))))
        .map(artifact -> new InputSource.Stored(field, artifact));
  }

  /**
   * Checks every picture and stores those that came with the request.
   *
   * @throws FaultException {@link RequestFault.UnusableImage} or {@link RequestFault.UnusableMask}
   */
  public PreparedInputs prepare(
      TenantId tenant, List<InputSource> images, Optional<InputSource> mask) {
    var infos = new ArrayList<ImageInfo>();
    for (int i = 0; i < images.size(); i++) {
      infos.add(usableImage(i + 1, images.get(i)));
    }
    Optional<ImageInfo> maskInfo = mask.map(source -> usableMask(source, infos.getFirst()));
    return store(tenant, images, infos, mask, maskInfo);
  }

  private PreparedInputs store(
      TenantId tenant,
      List<InputSource> images,
      List<ImageInfo> infos,
      Optional<InputSource> mask,
      Optional<ImageInfo> maskInfo) {
    var kept = new ArrayList<Usable>();
    for (int i = 0; i < images.size(); i++) {
      kept.add(kept(images.get(i), infos.get(i)));
    }
    mask.ifPresent(source -> kept.add(kept(source, maskInfo.orElseThrow())));
    Instant now = clock.instant();
    List<InputImage> stored =
        database.write(tx -> kept.stream().map(one -> record(tx, tenant, one, now)).toList());
    return mask.isPresent()
        ? new PreparedInputs(
            stored.subList(0, images.size()), Optional.of(stored.get(images.size())))
        : new PreparedInputs(stored, Optional.empty());
  }

  private InputImage record(Tx tx, TenantId tenant, Usable usable, Instant now) {
    ImageInfo info = usable.info();
    return switch (usable.source()) {
      case InputSource.Received(_, var staged) -> {
        StoredBlob blob = staged.seal();
        var id =
            artifacts.record(
                tx,
                tenant,
                blob,
                info.format().mediaType(),
                Optional.of(info.size()),
                now,
                Optional.of(now.plus(KEPT)));
        yield input(id, blob.hash(), info, blob.bytes());
      }
      case InputSource.Stored(_, var artifact) ->
          input(artifact.id(), artifact.hash(), info, artifact.bytes());
    };
  }

  private static InputImage input(ArtifactId id, ContentHash hash, ImageInfo info, long bytes) {
    return new InputImage(id, hash, info.format(), info.size(), info.alpha(), bytes);
  }

  /** What came with the request is on disk before the transaction that records it. */
  private static Usable kept(InputSource source, ImageInfo info) {
    switch (source) {
      case InputSource.Received(_, var staged) -> staged.seal();
      case InputSource.Stored _ -> {}
    }
    return new Usable(source, info);
  }

  private ImageInfo usableImage(int position, InputSource source) {
    try (ContentFile file = file(source)) {
      return decoded(file.path());
    } catch (UnusableMediaException e) {
      throw new FaultException(
          new RequestFault.UnusableImage(position, source.field(), e.problem()), e);
    }
  }

  private ImageInfo usableMask(InputSource source, ImageInfo first) {
    try (ContentFile file = file(source)) {
      ImageInfo info = decoded(file.path());
      Masks.check(file.path(), info, first);
      return info;
    } catch (UnusableMediaException e) {
      throw new FaultException(new RequestFault.UnusableMask(source.field(), e.problem()), e);
    }
  }

  /** What a picture is, once it was decoded. */
  ImageInfo decoded(Path file) throws UnusableMediaException {
    return check.decoded(file);
  }

  private ContentFile file(InputSource source) {
    try {
      return switch (source) {
        case InputSource.Received(_, var staged) -> ContentFile.kept(staged.path());
        case InputSource.Stored(_, var artifact) -> artifacts.content(artifact).file();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What only we can have signed; whoever asks, it is not fetched. */
  private Optional<ArtifactId> ownLink(URI uri) {
    return uri.getRawPath() == null || !uri.getRawPath().startsWith("/files/")
        ? Optional.empty()
        : links.verify(uri.getRawPath(), query(uri));
  }

  private static Map<String, String> query(URI uri) {
    var values = new HashMap<String, String>();
    String raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return values;
  }

  private InputSource download(TenantId tenant, String field, URI uri) {
    StagedFile staged = artifacts.stage();
    try {
      client
          .onBehalfOf(tenant.value())
          .download(uri, check.limits().bytesMax(), DOWNLOAD_MAX, staged);
      return new InputSource.Received(field, staged);
    } catch (TransportException e) {
      staged.close();
      throw new FaultException(new RequestFault.DownloadFailed(field, e.problem().text()), e);
    } catch (IOException e) {
      staged.close();
      throw new FaultException(
          new AdmissionFault.Unavailable("a download could not be stored", Duration.ofSeconds(30)),
          e);
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  private record Usable(InputSource source, ImageInfo info) {}
}
