package dev.atelier.api.seaart;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ImageReference;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.ReferenceForms;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.gateway.input.PreparedInputs;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The body of a create call, read to the end: nothing is fetched before all fields are good. */
final class ReadTask {
  /** The vendor calls both fields "any", and its own client sends several forms. */
  static final ReferenceForms PICTURES =
      new ReferenceForms(
          "images",
          "mask",
          false,
          false,
          true,
          List.of("url", "image_url", "b64_json"),
          "",
          true,
          Integer.MAX_VALUE);

  private static final int IMAGES_MAX = 16;

  private final Gateway gateway;
  private final Strictness strictness;

  ReadTask(Gateway gateway, Strictness strictness) {
    this.gateway = gateway;
    this.strictness = strictness;
  }

  /**
   * @param references took the long strings out of {@code body} while it was read
   * @throws FaultException any fault of the fields or the pictures
   */
  ImageRequest read(
      App app, TenantId tenant, JsonNode body, ReadImageReferences references, Uploads uploads)
      throws IOException {
    Order order = ReadOrder.of(app, Fields.ofLooseJson("", body, strictness));
    gateway.submit().check(order);
    return switch (app.operation()) {
      case GENERATION -> new ImageRequest.Generation(order);
      case EDIT -> edit(order, tenant, body, references, uploads);
    };
  }

  private ImageRequest edit(
      Order order, TenantId tenant, JsonNode body, ReadImageReferences references, Uploads uploads)
      throws IOException {
    List<ImageReference> images = references.requiredImages(body, IMAGES_MAX);
    Optional<ImageReference> maskReference = references.mask(body);
    List<InputSource> sources =
        images.stream().map(image -> image.source(tenant, uploads)).toList();
    Optional<InputSource> mask = maskReference.map(one -> one.source(tenant, uploads));
    PreparedInputs inputs = gateway.prepare().prepare(tenant, sources, mask);
    return new ImageRequest.Edit(order, inputs.images(), inputs.mask());
  }
}
