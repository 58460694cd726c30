package dev.atelier.providers.upstream;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches the images of a task that ended well, each into its place among those ordered. */
public final class ResultImages {
  private final OutcomeTable outcomes;
  private final ResultDownload download;

  public ResultImages(OutcomeTable outcomes, ResultDownload download) {
    this.outcomes = outcomes;
    this.download = download;
  }

  /**
   * Completes all that can be fetched; one that cannot does not keep the others back.
   *
   * @param urls in the order of {@link Call#indexes()}; more than were ordered are left, fewer are
   *     missing
   * @param told of each of them
   */
  public AttemptOutcome deliver(Call call, Results results, List<String> urls, ImageMetadata told)
      throws InterruptedException {
    int ordered = call.indexes().size();
    var problems = new ArrayList<UpstreamProblem>();
    for (int i = 0; i < Math.min(urls.size(), ordered); i++) {
      one(call, results, urls.get(i), call.indexes().get(i), told).ifPresent(problems::add);
    }
    if (urls.isEmpty()) {
      problems.add(ended("no-images", "the task ended without an image"));
    } else if (urls.size() > ordered) {
      results.surplus(urls.size() - ordered);
    }
    return problems.isEmpty() ? AttemptOutcome.Succeeded.ALL : outcomes.decide(problems.getFirst());
  }

  private Optional<UpstreamProblem> one(
      Call call, Results results, String url, int index, ImageMetadata told)
      throws InterruptedException {
    return switch (download.fetch(
        call.account(), url, call.timeout(), () -> results.image(index), results.asking())) {
      case Fetched.Failed(var problem) -> {
        Interruption.requireNone();
        yield Optional.of(problem);
      }
      case Fetched.Whole(var sink) -> complete(sink, told);
    };
  }

  private static Optional<UpstreamProblem> complete(Results.Sink sink, ImageMetadata told) {
    try (sink) {
      sink.complete(told);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          UpstreamProblem.of(CallPhase.DOWNLOAD, "cut", "the image could not be kept"));
    }
  }

  private static UpstreamProblem ended(String what, String message) {
    return UpstreamProblem.of(CallPhase.TASK, what, message);
  }
}
