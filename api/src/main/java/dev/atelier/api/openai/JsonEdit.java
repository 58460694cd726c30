package dev.atelier.api.openai;

import dev.atelier.api.Fields;
import dev.atelier.api.JsonBody;
import dev.atelier.api.Uploads;
import dev.atelier.api.Value;
import dev.atelier.gateway.InputSource;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** An edit as JSON (OpenAI Images, 2.2). */
final class JsonEdit implements EditBody {
  private static final String IMAGES = "images";
  private static final String MASK = "mask";

  private final ImagesOrder order;
  private final List<ImageRef> images;
  private final Optional<ImageRef> mask;
  private final Uploads uploads;

  private JsonEdit(
      ImagesOrder order, List<ImageRef> images, Optional<ImageRef> mask, Uploads uploads) {
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
            .map(node -> ImageRef.read(MASK, node, inline)),
        uploads);
  }

  private static List<ImageRef> images(JsonNode body, int max, InlineImages inline) {
    JsonNode array = body.get(IMAGES);
    if (array == null) {
      throw Fault.invalid(IMAGES, new Problem.Missing());
    }
    if (!array.isArray()) {
      throw Fault.invalid(
          IMAGES, new Problem.WrongType("an array of objects", new Value.Json(array).kind()));
    }
    if (array.isEmpty()) {
      throw Fault.invalid(IMAGES, new Problem.TooFew(1, 0));
    }
    if (array.size() > max) {
      throw Fault.invalid(IMAGES, new Problem.TooMany(max, array.size()));
    }
    var refs = new ArrayList<ImageRef>();
    for (int i = 0; i < array.size(); i++) {
      refs.add(ImageRef.read(IMAGES + "[" + i + "]", array.get(i), inline));
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
    for (ImageRef ref : images) {
      sources.add(source(tenant, ref));
    }
    return new Images(sources, mask.map(ref -> source(tenant, ref)));
  }

  private InputSource source(TenantId tenant, ImageRef ref) {
    return switch (ref) {
      case ImageRef.Inline(var field, var image) -> image.upload().as(field);
      case ImageRef.Remote(var field, var url) -> uploads.fetch(tenant, field, url);
      case ImageRef.Uploaded(var field, var fileId) ->
          FileNames.parse(fileId)
              .flatMap(id -> uploads.uploaded(tenant, field, id))
              .orElseThrow(() -> new FaultException(new Fault.NotFound("File", fileId)));
    };
  }
}
