package dev.atelier.providers.openai;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One event of a stream: a preview, the image, an error, or anything else. Its kind is its name, or
 * its {@code type} where a server sends no names; an image that comes before its type is taken for
 * the finished one.
 */
final class StreamEvent implements FieldSpool, AutoCloseable {
  private final Call call;
  private final Results results;
  private final String name;
  private final PreviewCount previews;
  private JsonNode json = JsonNodeFactory.instance.objectNode();
  private Optional<Results.Sink> sink = Optional.empty();
  private boolean whole;

  StreamEvent(Call call, Results results, String name, PreviewCount previews) {
    this.call = call;
    this.results = results;
    this.name = name;
    this.previews = previews;
  }

  Kind read(InputStream data) throws IOException {
    Optional<JsonNode> read = EventData.read(data, this);
    if (read.isEmpty()) {
      return Kind.OTHER;
    }
    json = read.get();
    String type = json.path("type").asString(name);
    if (type.equals("error") || type.endsWith(".failed") || json.path("error").isObject()) {
      return Kind.FAILED;
    }
    if (sink.isEmpty() || !whole) {
      return Kind.OTHER;
    }
    if (type.endsWith(".partial_image")) {
      if (partial()) {
        sink.get().complete(ImageMetadata.NOTHING);
      }
      return Kind.OTHER;
    }
    results.stated(StatedByAnswer.of(json));
    sink.get().complete(metadata());
    return Kind.DONE;
  }

  JsonNode json() {
    return json;
  }

  @Override
  public int threshold() {
    return 0;
  }

  @Override
  public Optional<OutputStream> open(String pointer) {
    if (!pointer.equals("/b64_json") || sink.isPresent()) {
      return Optional.empty();
    }
    int index = call.indexes().getFirst();
    Results.Sink opened =
        partial() ? results.partial(index, previews.next()) : results.image(index);
    sink = Optional.of(opened);
    return Optional.of(new ImageText(() -> opened, () -> whole = true, _ -> {}));
  }

  @Override
  public void close() throws IOException {
    if (sink.isPresent()) {
      sink.get().close();
    }
  }

  private boolean partial() {
    return name.endsWith(".partial_image");
  }

  private ImageMetadata metadata() {
    JsonNode prompt = json.path("revised_prompt");
    return new ImageMetadata(
        ArrivingImages.usage(json.path("usage")),
        prompt.isString() ? Optional.of(prompt.asString()) : Optional.empty(),
        OptionalLong.empty(),
        List.of(),
        Differences.of(call, json),
        Differences.admitted(call, json));
  }

  /** What an event means for the call. */
  enum Kind {
    DONE,
    FAILED,
    OTHER
  }
}
