package dev.atelier.providers.openai;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.Usage;
import dev.atelier.provider.Call;
import dev.atelier.provider.Results;
import dev.atelier.provider.Results.ImageMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes the images out of an answer while it is read, and hands them over once it is known what the
 * answer says of them. An image whose text was whole is kept even where the rest is cut off.
 */
final class ArrivingImages implements FieldSpool, AutoCloseable {
  private static final Pattern PLACE = Pattern.compile("/data/(\\d{1,4})/(b64_json|url)");

  private final Call call;
  private final Results results;
  private final Map<Integer, Results.Sink> open = new TreeMap<>();
  private final Map<Integer, String> urls = new TreeMap<>();
  private final List<Integer> whole = new ArrayList<>();

  ArrivingImages(Call call, Results results) {
    this.call = call;
    this.results = results;
  }

  /** Every base64 string is an image, however short. */
  @Override
  public int threshold() {
    return 0;
  }

  @Override
  public Optional<OutputStream> open(String pointer) {
    Matcher place = PLACE.matcher(pointer);
    if (!place.matches()) {
      return Optional.empty();
    }
    int position = Integer.parseInt(place.group(1));
    if (position >= call.indexes().size()
        || open.containsKey(position)
        || urls.containsKey(position)) {
      return Optional.of(OutputStream.nullOutputStream()); // more than was ordered
    }
    return Optional.of(text(position));
  }

  /** Takes base64, a data URL or the URL of the image at a position of the answer. */
  private OutputStream text(int position) {
    return new ImageText(
        () -> sink(position), () -> whole.add(position), url -> urls.put(position, url));
  }

  /** Where images are to be fetched from, by their position in the answer. */
  Map<Integer, String> urls() {
    return urls;
  }

  private Results.Sink sink(int position) {
    Results.Sink sink = results.image(call.indexes().get(position));
    open.put(position, sink);
    return sink;
  }

  /** All bytes of the image at this position were fetched. */
  void came(int position, Results.Sink sink) {
    open.put(position, sink);
    whole.add(position);
  }

  int count() {
    return whole.size();
  }

  /** Hands over what came whole, with what the answer says. */
  void complete(JsonNode answer) throws IOException {
    Optional<Usage> usage = usage(answer.path("usage"));
    results.stated(StatedByAnswer.of(answer));
    List<String> differences = Differences.of(call, answer);
    Results.Admitted admitted = Differences.admitted(call, answer);
    int surplus = answer.path("data").size() - call.indexes().size();
    if (surplus > 0) {
      results.surplus(surplus);
    }
    for (int position : whole) {
      JsonNode item = answer.path("data").path(position);
      Results.Sink sink = open.get(position);
      if (sink != null) {
        sink.complete(
            new ImageMetadata(
                usage.map(all -> share(all, whole.size(), position == whole.getFirst())),
                text(item.path("revised_prompt")).or(() -> text(answer.path("revised_prompt"))),
                OptionalLong.empty(),
                List.of(),
                differences,
                admitted));
      }
    }
    whole.clear();
  }

  @Override
  public void close() {
    open.values().forEach(ArrivingImages::close);
  }

  private static void close(Results.@Nullable Sink sink) {
    if (sink != null) {
      sink.discard();
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() && !node.asString().isBlank()
        ? Optional.of(node.asString())
        : Optional.empty();
  }

  /** What each image has of the tokens of all; the first one has the rest of the division. */
  private static Usage share(Usage all, int images, boolean first) {
    return new Usage(
        part(all.textIn(), images, first),
        part(all.imageIn(), images, first),
        part(all.imageOut(), images, first));
  }

  private static long part(long all, int images, boolean first) {
    return all / images + (first ? all % images : 0);
  }

  /** Counters that are missing count as 0; an answer without usage says nothing. */
  static Optional<Usage> usage(JsonNode usage) {
    if (!usage.isObject()) {
      return Optional.empty();
    }
    JsonNode in = usage.path("input_tokens_details");
    long images = count(in.path("image_tokens"));
    long texts =
        in.path("text_tokens").isNumber()
            ? count(in.path("text_tokens"))
            : Math.max(0, count(usage.path("input_tokens")) - images);
    return Optional.of(new Usage(texts, images, count(usage.path("output_tokens"))));
  }

  private static long count(JsonNode node) {
    return node.isNumber() ? Math.max(0, node.asLong(0)) : 0;
  }
}
