package dev.atelier.api;

import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.Spooled;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads the pictures of a JSON body in every form that lenient APIs take: one or an array of an
 * http(s) URL, a base64 data URL, bare base64, or an object with {@code url}, {@code image_url} or
 * {@code b64_json}.
 *
 * <p>First it is the {@link FieldSpool} that stages long base64 while the body is parsed, so that
 * no picture is on the heap; then it resolves the nodes of the tree.
 */
public final class ReadImageReferences implements FieldSpool {
  private static final List<String> KEYS = List.of("url", "image_url", "b64_json");
  private static final int URL_MAX = 32 << 10;
  private static final int STAGED_MAX = 64;

  private final Uploads uploads;
  private final Pattern places;
  private final Map<String, InlineImage> byPointer = new HashMap<>();
  private int staged;

  /**
   * @param fields the names of the members that hold pictures
   */
  public ReadImageReferences(Uploads uploads, String... fields) {
    this.uploads = uploads;
    this.places =
        Pattern.compile(
            "/(?:%s)(?:/[0-9]+)?(?:/(?:%s))?"
                .formatted(String.join("|", fields), String.join("|", KEYS)));
  }

  /** Past the number that any request may hold, pictures are read and dropped. */
  @Override
  public Optional<OutputStream> open(String pointer) {
    if (!places.matcher(pointer).matches()) {
      return Optional.empty();
    }
    byPointer.remove(pointer);
    if (++staged > STAGED_MAX) {
      return Optional.of(OutputStream.nullOutputStream());
    }
    var image = InlineImage.base64(uploads.open());
    byPointer.put(pointer, image);
    return Optional.of(image);
  }

  /** Ordinary URLs stay in the tree. */
  @Override
  public int threshold() {
    return URL_MAX;
  }

  /**
   * The pictures under a member of {@code body}; none if it is missing or null.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  public List<ImageReference> read(JsonNode body, String field, int max) throws IOException {
    JsonNode node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      return List.of(at(field, "/" + field, node));
    }
    if (node.size() > max) {
      throw RequestFault.invalid(field, new Problem.TooMany(max, node.size()));
    }
    var refs = new ArrayList<ImageReference>();
    for (int i = 0; i < node.size(); i++) {
      refs.add(at(field + "[" + i + "]", "/" + field + "/" + i, node.get(i)));
    }
    return List.copyOf(refs);
  }

  /**
   * One picture.
   *
   * @param field the caller's name for it
   * @param pointer where it is in the body
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  public ImageReference at(String field, String pointer, JsonNode node) throws IOException {
    if (!node.isObject()) {
      return text(field, pointer, node);
    }
    List<String> given = Stream.of(node).flatMap(ReadImageReferences::keys).toList();
    if (given.size() != 1) {
      throw RequestFault.invalid(
          field, new Problem.Other("give exactly one of url, image_url and b64_json."));
    }
    String key = given.getFirst();
    return text(field + "." + key, pointer + "/" + key, node.path(key));
  }

  private static Stream<String> keys(JsonNode object) {
    return KEYS.stream().filter(key -> object.hasNonNull(key));
  }

  private ImageReference text(String field, String pointer, JsonNode node) throws IOException {
    if (Spooled.at(node).isPresent()) {
      InlineImage image =
          Optional.ofNullable(byPointer.get(pointer))
              .orElseThrow(() ->
                  RequestFault.invalid(field, new Problem.TooMany(STAGED_MAX, STAGED_MAX + 1)));
      return usable(field, image);
    }
    if (!node.isString()) {
      throw RequestFault.invalid(
          field,
          new Problem.WrongType("a URL or base64 of a picture", new Value.Json(node).kind()));
    }
    Optional<URI> url = url(node.stringValue());
    return url.isPresent()
        ? new ImageReference.Remote(field, url.get())
        : usable(field, shortOne(node.stringValue()));
  }

  private InlineImage shortOne(String text) throws IOException {
    try (var image = InlineImage.base64(uploads.open())) {
      image.write(text.getBytes(StandardCharsets.UTF_8));
      return image;
    }
  }

  private static ImageReference usable(String field, InlineImage image) {
    if (image.problem().isPresent()) {
      throw RequestFault.invalid(
          field, new Problem.Other("expected an http or https URL, a base64 data URL or base64."));
    }
    return new ImageReference.Inline(field, image);
  }

  private static Optional<URI> url(String text) {
    String start = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
    if (!start.startsWith("http://") && !start.startsWith("https://")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text)).filter(url -> url.getRawAuthority() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
