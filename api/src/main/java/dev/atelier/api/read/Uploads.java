package dev.atelier.api.read;

import dev.atelier.gateway.input.InputSource;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.TenantId;
import dev.atelier.storage.FileId;
import dev.atelier.storage.StagedFile;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pictures of one request while it is read: on disk, and thrown away on close unless they were
 * accepted by then. Used by one thread.
 */
public final class Uploads implements AutoCloseable {
  private final PrepareInputs prepare;
  private final List<InputSource> sources = new ArrayList<>();

  public Uploads(PrepareInputs prepare) {
    this.prepare = prepare;
  }

  /** Room for one picture. Of one that is too large only as much is written as proves that. */
  public Upload open() {
    StagedFile staged = prepare.stage();
    sources.add(new InputSource.Received("", staged));
    return new Upload(staged, new CappedOutput(staged, prepare.bytesMax() + 1));
  }

  /** Most bytes a picture may have. */
  long bytesMax() {
    return prepare.bytesMax();
  }

  /** The picture behind a caller's http or https URL; {@code field} is the caller's name for it. */
  public InputSource fetch(TenantId tenant, String field, URI uri) {
    InputSource source = prepare.fetch(tenant, field, uri);
    sources.add(source);
    return source;
  }

  /** An artifact of the tenant; {@code field} is the caller's name for it. */
  public Optional<InputSource> stored(TenantId tenant, String field, ArtifactId id) {
    return prepare.stored(tenant, field, id);
  }

  /** A file that the tenant uploaded before; {@code field} is the caller's name for it. */
  public Optional<InputSource> uploaded(TenantId tenant, String field, FileId id) {
    return prepare.uploaded(tenant, field, id);
  }

  @Override
  public void close() {
    sources.forEach(InputSource::close);
  }

  /** One picture that comes in the request's own body. */
  public static final class Upload {
    private final StagedFile staged;
    private final OutputStream out;

    private Upload(StagedFile staged, OutputStream out) {
      this.staged = staged;
      this.out = out;
    }

    /** Takes its bytes; closing it does nothing. */
    public OutputStream out() {
      return out;
    }

    /** How many bytes came. */
    public long bytes() {
      return staged.bytes();
    }

    /** The file as far as it is written. */
    Path path() {
      return staged.path();
    }

    /** The picture under the caller's name for it. */
    public InputSource as(String field) {
      return new InputSource.Received(field, staged);
    }
  }
}
