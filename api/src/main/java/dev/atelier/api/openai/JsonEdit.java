package dev.atelier.api.openai;

import dev.atelier.api.Fields;
import dev.atelier.api.ImageReference;
import dev.atelier.api.JsonBody;
import dev.atelier.api.Uploads;
import dev.atelier.api.Value;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** An edit as JSON. */
final class JsonEdit implements EditBody {
  private static final String IMAGES = "images";
  private static final String MASK = "mask";

  private final ImagesOrder order;
  private final List<ImageReference> images;
  private final Optional<ImageReference> mask;
  private final Uploads uploads;

  private JsonEdit(
      ImagesOrder order,
      List<ImageReference> images,
      Optional<ImageReference> mask,
      Uploads uploads) {
    this.order = order;
    this.images = images;
    this.mask = mask;
    this.uploads = uploads;
  }

  static JsonEdit read(Exchange exchange, ReadOrder orders, Uploads uploads) throws IOException {
    var inline = new InlineImages(uploads);
    JsonNode body = JsonBody.read(exchange, inline);
    Fields fields = Fields.ofJson("", body);
    ImagesOrder order = orders.edit(fields, Set.of(IMAGES, MASK));
    return new JsonEdit(
        order,
        images(body, orders.inputsMax(fields), inline),
        Optional.ofNullable(body.get(MASK))
            .filter(node -> !node.isNull())
            .map(node -> ReadImageReference.read(MASK, node, inline)),
        uploads);
  }

  private static List<ImageReference> images(JsonNode body, int max, InlineImages inline) {
    JsonNode array = body.get(IMAGES);
    if (array == null) {
      throw RequestFault.invalid(IMAGES, new Problem.Missing());
    }
    if (!array.isArray()) {
      throw RequestFault.invalid(
          IMAGES, new Problem.WrongType("an array of objects", new Value.Json(array).kind()));
    }
    if (array.isEmpty()) {
      throw RequestFault.invalid(IMAGES, new Problem.TooFew(1, 0));
    }
    if (array.size() > max) {
      throw RequestFault.invalid(IMAGES, new Problem.TooMany(max, array.size()));
    }
    var refs = new ArrayList<ImageReference>();
    for (int i = 0; i < array.size(); i++) {
      refs.add(ReadImageReference.read(IMAGES + "[" + i + "]", array.get(i), inline));
    }
    return refs;
  }

  @Override
  public ImagesOrder order() {
    return order;
  }

  @Override
  public Images images(TenantId tenant) {
    var sources = new ArrayList<InputSource>();
    for (ImageReference ref : images) {
      sources.add(ref.source(tenant, uploads));
    }
    return new Images(sources, mask.map(ref -> ref.source(tenant, uploads)));
  }
}
