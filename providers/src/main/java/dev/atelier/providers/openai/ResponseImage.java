package dev.atelier.providers.openai;

import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import dev.atelier.providers.upstream.Fetched;
import dev.atelier.providers.upstream.ResultDownload;
import dev.atelier.providers.upstream.UpstreamProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one image of a response, from the first place that has it whole. A stream tells it twice, in
 * the item that is done and in the response that is completed; the second is not looked at.
 */
final class ResponseImage implements AutoCloseable {
  private final Results results;
  private final int index;
  private Results.@Nullable Sink sink;
  private Optional<String> url = Optional.empty();
  private boolean whole;

  ResponseImage(Call call, Results results) {
    this.results = results;
    this.index = call.indexes().getFirst();
  }

  /** Takes the text of a {@code result}: base64, a data URL or a URL. */
  OutputStream text() {
    return come()
        ? OutputStream.nullOutputStream()
        : new ImageText(this::open, () -> whole = true, text -> url = Optional.of(text));
  }

  /** Whether all of it is here, or where it stands is known. */
  boolean come() {
    return whole || url.isPresent();
  }

  /** Fetches it where it came as a URL; what went wrong with that. */
  Optional<UpstreamProblem> fetch(Call call, ResultDownload download) {
    if (whole || url.isEmpty()) {
      return Optional.empty();
    }
    Fetched fetched =
        download.fetch(call.account(), url.get(), call.timeout(), this::open, results.asking());
    return fetched instanceof Fetched.Failed(var problem) ? Optional.of(problem) : Optional.empty();
  }

  void complete(ImageMetadata told) throws IOException {
    if (sink != null) {
      sink.complete(told);
    }
  }

  @Override
  public void close() {
    if (sink != null) {
      sink.discard();
    }
  }

  private Results.Sink open() {
    close();
    Results.Sink opened = results.image(index);
    sink = opened;
    return opened;
  }
}
