package dev.atelier.providers.runware;

import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.providers.upstream.Fetched;
import dev.atelier.providers.upstream.Interruption;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches the images of one task, each once, and gives each to one of the call's indexes: to that
 * of its place among the task's items, so that whoever asks again later gives it to the same; to
 * any that is free where the place is taken, since items that fail leave the others to move up.
 */
final class TaskImages {
  private final Call call;
  private final Results results;
  private final ResultDownload download;
  private final Map<String, Integer> given = new HashMap<>();
  private int whole;
  private Optional<UpstreamProblem> problem = Optional.empty();

  TaskImages(Call call, Results results, ResultDownload download) {
    this.call = call;
    this.results = results;
    this.download = download;
  }

  /** Fetches those that are new. */
  void take(List<TaskImage> images) throws IOException, InterruptedException {
    for (TaskImage image : images) {
      Optional<Integer> index = given.containsKey(image.id()) ? Optional.empty() : free(image);
      if (index.isPresent()) {
        given.put(image.id(), index.get());
        fetch(image, index.get());
      }
    }
  }

  /** Whether every image of the call has come, or could not be fetched. */
  boolean all() {
    return given.size() == call.indexes().size();
  }

  /** How many have come. */
  int whole() {
    return whole;
  }

  /** Why one could not be fetched. */
  Optional<UpstreamProblem> problem() {
    return problem;
  }

  private Optional<Integer> free(TaskImage image) {
    List<Integer> free =
        call.indexes().stream().filter(index -> !given.containsValue(index)).toList();
    return image.position() < call.indexes().size()
            && free.contains(call.indexes().get(image.position()))
        ? Optional.of(call.indexes().get(image.position()))
        : free.stream().findFirst();
  }

  private void fetch(TaskImage image, int index) throws IOException, InterruptedException {
    switch (download.fetch(
        call.account(),
        image.url(),
        call.timeout(),
        () -> results.image(index),
        results.asking())) {
      case Fetched.Failed(var failed) -> {
        Interruption.requireNone();
        problem = Optional.of(failed);
      }
      case Fetched.Whole(var sink) -> {
        try (sink) {
          sink.complete(metadata(image));
        }
        whole++;
      }
    }
  }

  private static ImageMetadata metadata(TaskImage image) {
    return new ImageMetadata(Optional.empty(), Optional.empty(), image.seed(), List.of());
  }
}
