package dev.atelier.api.openai;

import dev.atelier.api.Fields;
import dev.atelier.api.ImageReference;
import dev.atelier.api.InlineImage;
import dev.atelier.api.Value;
import dev.atelier.http.wire.Spooled;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads where a JSON edit says that an image is: exactly one of {@code image_url} and {@code
 * file_id}.
 */
final class ReadImageReference {
  private static final int URL_MAX = 20_971_520;
  private static final String IMAGE_URL = "image_url";
  private static final String FILE_ID = "file_id";

  private ReadImageReference() {}

  /**
   * @param field the caller's name of this reference, such as {@code images[0]}
   */
  static ImageReference read(String field, JsonNode node, InlineImages inline) {
    if (!node.isObject()) {
      throw RequestFault.invalid(
          field, new Problem.WrongType("an object", new Value.Json(node).kind()));
    }
    Fields fields = Fields.ofJson(field + ".", node);
    fields.only(Set.of(IMAGE_URL, FILE_ID));
    if (fields.has(IMAGE_URL) && fields.has(FILE_ID)) {
      throw RequestFault.invalid(
          field, new Problem.Other("give exactly one of 'image_url' and 'file_id'."));
    }
    if (fields.has(FILE_ID)) {
      return uploaded(field + "." + FILE_ID, fields.requiredText(FILE_ID));
    }
    return Spooled.at(node.path(IMAGE_URL))
        .map(spooled -> inline(field + "." + IMAGE_URL, inline.at(spooled.pointer())))
        .orElseGet(() -> remote(fields, field + "." + IMAGE_URL));
  }

  private static ImageReference uploaded(String field, String fileId) {
    return FileNames.parse(fileId)
        .<ImageReference>map(id -> new ImageReference.Uploaded(field, id, fileId))
        .orElseThrow(() -> new FaultException(new RequestFault.NotFound("File", fileId)));
  }

  private static ImageReference inline(String field, InlineImage image) {
    if (image.characters() > URL_MAX) {
      throw RequestFault.invalid(field, new Problem.TooLong(URL_MAX, (int) image.characters()));
    }
    image
        .problem()
        .ifPresent(problem -> {
          throw RequestFault.invalid(field, new Problem.Other("the URL " + problem + "."));
        });
    return new ImageReference.Inline(field, image);
  }

  private static ImageReference remote(Fields fields, String field) {
    String text = fields.requiredText(IMAGE_URL);
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return new ImageReference.Remote(field, url);
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw RequestFault.invalid(
        field,
        new Problem.Other("expected an http or https URL, or a base64 data URL of an image."));
  }
}
