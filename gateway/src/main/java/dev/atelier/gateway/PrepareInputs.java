package dev.atelier.gateway;

import dev.atelier.database.Database;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.TransportException;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.image.InputImage;
import dev.atelier.image.TenantId;
import dev.atelier.media.Decoder;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.Masks;
import dev.atelier.media.PixelBudget;
import dev.atelier.media.Probe;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.FileId;
import dev.atelier.storage.SignedLinks;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.StoredBlob;
import java.io.IOException;
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
  private final Decoder decoder;
  private final PixelBudget budget;
  private final InputLimits limits;
  private final InstantSource clock;

  public PrepareInputs(
      Database database,
      ArtifactStore artifacts,
      SignedLinks links,
      GuardedClient client,
      Decoder decoder,
      PixelBudget budget,
      InputLimits limits,
      InstantSource clock) {
    this.database = database;
    this.artifacts = artifacts;
    this.links = links;
    this.client = client;
    this.decoder = decoder;
    this.budget = budget;
    this.limits = limits;
    this.clock = clock;
  }

  /** A place for an upload's bytes; close it unless it became part of an {@link InputSource}. */
  public StagedFile stage() {
    return artifacts.stage();
  }

  /** Most bytes one input may have. */
  public long bytesMax() {
    return limits.bytesMax();
  }

  /**
   * The picture behind a caller's http or https URL. One of our own signed links is the stored
   * artifact itself; anything else is fetched through the guard.
   *
   * @throws FaultException {@link Fault.DownloadFailed}
   */
  public InputSource fetch(TenantId tenant, String field, URI uri) {
    Optional<ArtifactId> own = ownLink(uri);
    return own.isPresent()
        ? stored(tenant, field, own.get())
            .orElseThrow(() -> new FaultException(new Fault.DownloadFailed(field, NOT_THERE)))
        : download(field, uri);
  }

  /** An artifact of the tenant; empty if it has no such artifact any more. */
  public Optional<InputSource> stored(TenantId tenant, String field, ArtifactId id) {
    return database
        .read(tx -> artifacts.find(tx, tenant, id))
        .map(artifact -> new InputSource.Stored(field, artifact));
  }

  /** A file that the tenant uploaded before; empty if it has no such file any more. */
  public Optional<InputSource> uploaded(TenantId tenant, String field, FileId id) {
    return database
        .read(tx -> artifacts.files().find(tx, tenant, id))
        .map(file -> new InputSource.Stored(field, file.artifact()));
  }

  /**
   * Checks every picture and stores those that came with the request.
   *
   * @throws FaultException {@link Fault.UnusableImage} or {@link Fault.UnusableMask}
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
    var kept = new ArrayList<Kept>();
    for (int i = 0; i < images.size(); i++) {
      kept.add(keep(images.get(i), infos.get(i)));
    }
    mask.ifPresent(source -> kept.add(keep(source, maskInfo.orElseThrow())));
    Instant now = clock.instant();
    List<InputImage> stored =
        database.write(tx -> kept.stream().map(one -> record(tx, tenant, one, now)).toList());
    return mask.isPresent()
        ? new PreparedInputs(
            stored.subList(0, images.size()), Optional.of(stored.get(images.size())))
        : new PreparedInputs(stored, Optional.empty());
  }

  private InputImage record(dev.atelier.database.Tx tx, TenantId tenant, Kept kept, Instant now) {
    var id =
        artifacts.record(
            tx,
            tenant,
            kept.sealed(),
            kept.info().format().mediaType(),
            Optional.of(kept.info().size()),
            now,
            Optional.of(now.plus(KEPT)));
    ImageInfo info = kept.info();
    return new InputImage(
        id, kept.sealed().hash(), info.format(), info.size(), info.alpha(), kept.sealed().bytes());
  }

  private Kept keep(InputSource source, ImageInfo info) {
    return switch (source) {
      case InputSource.Received(_, var staged) -> new Kept(staged.seal(), info);
      case InputSource.Stored(_, var artifact) ->
          new Kept(new StoredBlob(artifact.hash(), artifact.bytes()), info);
    };
  }

  private ImageInfo usableImage(int position, InputSource source) {
    try {
      return decoded(source);
    } catch (UnusableMediaException e) {
      throw new FaultException(new Fault.UnusableImage(position, source.field(), e.problem()), e);
    }
  }

  private ImageInfo usableMask(InputSource source, ImageInfo first) {
    try {
      ImageInfo info = decoded(source);
      Masks.check(path(source), info, first);
      return info;
    } catch (UnusableMediaException e) {
      throw new FaultException(new Fault.UnusableMask(source.field(), e.problem()), e);
    }
  }

  private ImageInfo decoded(InputSource source) throws UnusableMediaException {
    Path path = path(source);
    ImageInfo info = Probe.read(path, limits);
    budget.with(() -> {
      decoder.decode(path, info).close();
      return info;
    });
    return info;
  }

  private Path path(InputSource source) {
    return switch (source) {
      case InputSource.Received(_, var staged) -> staged.path();
      case InputSource.Stored(_, var artifact) -> artifacts.path(artifact.hash());
    };
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

  private InputSource download(String field, URI uri) {
    StagedFile staged = artifacts.stage();
    try {
      client.download(uri, limits.bytesMax(), DOWNLOAD_MAX, staged);
      return new InputSource.Received(field, staged);
    } catch (TransportException e) {
      staged.close();
      throw new FaultException(new Fault.DownloadFailed(field, e.problem().text()), e);
    } catch (IOException e) {
      staged.close();
      throw new FaultException(
          new Fault.Unavailable("a download could not be stored", Duration.ofSeconds(30)), e);
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  private record Kept(StoredBlob sealed, ImageInfo info) {}
}
