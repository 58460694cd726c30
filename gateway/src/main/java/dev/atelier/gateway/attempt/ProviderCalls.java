package dev.atelier.gateway.attempt;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Call;
import dev.atelier.queue.Job;
import dev.atelier.storage.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Puts together what a provider needs for one call. */
public final class ProviderCalls {
  private final ArtifactStore artifacts;

  public ProviderCalls(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  Call of(Job job, PlannedCall call, Duration timeout) {
    ImageRequest request = job.request();
    return new Call(
        call.attempt(),
        job.id(),
        call.slot().account(),
        request,
        call.images(),
        inputs(request),
        mask(request),
        job.created(),
        timeout);
  }

  private List<Call.Input> inputs(ImageRequest request) {
    return switch (request) {
      case ImageRequest.Generation _ -> List.of();
      case ImageRequest.Edit edit -> edit.images().stream().map(this::input).toList();
    };
  }

  private Optional<Call.Input> mask(ImageRequest request) {
    return switch (request) {
      case ImageRequest.Generation _ -> Optional.empty();
      case ImageRequest.Edit edit -> edit.mask().map(this::input);
    };
  }

  private Call.Input input(InputImage image) {
    return new Stored(image, artifacts);
  }

  private record Stored(InputImage image, ArtifactStore artifacts) implements Call.Input {
    @Override
    public OutputFormat format() {
      return image.format();
    }

    @Override
    public ImageSize size() {
      return image.size();
    }

    @Override
    public long bytes() {
      return image.bytes();
    }

    @Override
    public InputStream open() throws IOException {
      return artifacts.open(image.hash());
    }
  }
}
