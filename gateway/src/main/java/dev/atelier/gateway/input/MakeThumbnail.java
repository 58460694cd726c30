package dev.atelier.gateway.input;

import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.media.ImageInfo;
import dev.atelier.media.InputLimits;
import dev.atelier.media.Probe;
import dev.atelier.media.Transcoder;
import dev.atelier.media.UnusableMediaException;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.ContentFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Makes a small WebP of a stored picture, for lists. Nothing of it is stored. */
public final class MakeThumbnail {
  private static final int COMPRESSION = 80;

  private final ArtifactStore artifacts;
  private final Transcoder transcoder;

  public MakeThumbnail(ArtifactStore artifacts, Transcoder transcoder) {
    this.artifacts = artifacts;
    this.transcoder = transcoder;
  }

  /**
   * A picture of the same shape whose longer edge has {@code edge} pixels, or its own where that is
   * shorter; none of what cannot be decoded, such as a GIF.
   *
   * @param edge small: the whole of it is held in memory
   * @throws NoSuchFileException when its bytes are gone
   */
  public Optional<byte[]> of(Artifact artifact, int edge) throws IOException {
    try (ContentFile content = artifacts.content(artifact).file()) {
      ImageInfo info = Probe.whole(content.path(), InputLimits.DEFAULT);
      var small = new ByteArrayOutputStream();
      transcoder.transcode(
          content.path(),
          info,
          within(info.size(), edge),
          OutputFormat.WEBP,
          COMPRESSION,
          true,
          small);
      return Optional.of(small.toByteArray());
    } catch (UnusableMediaException e) {
      return Optional.empty();
    }
  }

  private static ImageSize within(ImageSize size, int edge) {
    if (size.longEdge() <= edge) {
      return size;
    }
    double scale = (double) edge / size.longEdge();
    return new ImageSize(
        (int) Math.max(1, Math.round(size.width() * scale)),
        (int) Math.max(1, Math.round(size.height() * scale)));
  }
}
