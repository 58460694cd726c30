package dev.atelier.api.openai;

import dev.atelier.api.Fields;
import dev.atelier.api.InlineImage;
import dev.atelier.api.Value;
import dev.atelier.http.wire.Spooled;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Where a JSON edit says that a picture is (OpenAI Images, 2.2): exactly one of {@code image_url}
 * and {@code file_id}.
 */
sealed interface ImageRef {
  /** In a data URL of the request itself. */
  record Inline(String field, InlineImage image) implements ImageRef {}

  record Remote(String field, URI url) implements ImageRef {}

  /** Sent to the Files API before. */
  record Uploaded(String field, String fileId) implements ImageRef {}

  int URL_MAX = 20_971_520;
  String IMAGE_URL = "image_url";
  String FILE_ID = "file_id";

  /**
   * @param field the caller's name of this reference, such as {@code images[0]}
   */
  static ImageRef read(String field, JsonNode node, InlineImages inline) {
    if (!node.isObject()) {
      throw Fault.invalid(field, new Problem.WrongType("an object", new Value.Json(node).kind()));
    }
    Fields fields = Fields.ofJson(field + ".", node);
    fields.only(Set.of(IMAGE_URL, FILE_ID));
    if (fields.has(IMAGE_URL) && fields.has(FILE_ID)) {
      throw Fault.invalid(
          field, new Problem.Other("give exactly one of 'image_url' and 'file_id'."));
    }
    if (fields.has(FILE_ID)) {
      return new Uploaded(field + "." + FILE_ID, fields.requiredText(FILE_ID));
    }
    return Spooled.at(node.path(IMAGE_URL))
        .map(spooled -> inline(field + "." + IMAGE_URL, inline.at(spooled.pointer())))
        .orElseGet(() -> remote(fields, field + "." + IMAGE_URL));
  }

  private static ImageRef inline(String field, InlineImage image) {
    if (image.characters() > URL_MAX) {
      throw Fault.invalid(field, new Problem.TooLong(URL_MAX, (int) image.characters()));
    }
    image
        .problem()
        .ifPresent(problem -> {
          throw Fault.invalid(field, new Problem.Other("the URL " + problem + "."));
        });
    return new Inline(field, image);
  }

  private static ImageRef remote(Fields fields, String field) {
    String text = fields.requiredText(IMAGE_URL);
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return new Remote(field, url);
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw Fault.invalid(
        field,
        new Problem.Other("expected an http or https URL, or a base64 data URL of an image."));
  }
}
