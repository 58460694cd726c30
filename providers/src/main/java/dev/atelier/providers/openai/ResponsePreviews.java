package dev.atelier.providers.openai;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The previews in a stream of a response: as many as were ordered, each once. */
final class ResponsePreviews implements AutoCloseable {
  private final Results results;
  private final int index;
  private final int ordered;
  private final Set<Integer> seen = new HashSet<>();
  private final PreviewCount count = new PreviewCount();
  private Results.@Nullable Sink sink;
  private boolean whole;

  ResponsePreviews(Call call, Results results) {
    this.results = results;
    this.index = call.indexes().getFirst();
    this.ordered = call.request().order().partials();
  }

  /** Takes the base64 of the next one. */
  OutputStream text() {
    close();
    if (seen.size() >= ordered) {
      return OutputStream.nullOutputStream();
    }
    Results.Sink opened = results.partial(index, seen.size());
    sink = opened;
    return new ImageText(() -> opened, () -> whole = true, _ -> {});
  }

  /** The event that brought it has been read; passes it on unless it is one again. */
  void told(JsonNode event) throws IOException {
    int number = event.path("partial_image_index").asInt(seen.size());
    count.next();
    if (sink != null && whole && seen.add(number)) {
      sink.complete(ImageMetadata.NOTHING);
    }
    close();
  }

  /** See {@link PreviewCount#charged}. */
  AttemptOutcome charged(AttemptOutcome outcome) {
    return count.charged(outcome);
  }

  @Override
  public void close() {
    if (sink != null) {
      sink.discard();
    }
    sink = null;
    whole = false;
  }
}
