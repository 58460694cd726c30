package dev.atelier.api.seaart;

import dev.atelier.api.Fields;
import dev.atelier.api.ImageReference;
import dev.atelier.api.ReadImageReferences;
import dev.atelier.api.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.gateway.input.PreparedInputs;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.Order;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The body of a create call, read to the end: nothing is fetched before all fields are good. */
final class ReadTask {
  static final String IMAGES = "images";
  static final String MASK = "mask";
  private static final int IMAGES_MAX = 16;

  private final Gateway gateway;

  ReadTask(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * @param references took the long strings out of {@code body} while it was read
   * @throws FaultException any fault of the fields or the pictures
   */
  ImageRequest read(
      App app, TenantId tenant, JsonNode body, ReadImageReferences references, Uploads uploads)
      throws IOException {
    Order order = ReadOrder.of(app, Fields.ofLooseJson("", body));
    gateway.submit().check(order);
    return switch (app.operation()) {
      case GENERATION -> new ImageRequest.Generation(order);
      case EDIT -> edit(order, tenant, body, references, uploads);
    };
  }

  private ImageRequest edit(
      Order order, TenantId tenant, JsonNode body, ReadImageReferences references, Uploads uploads)
      throws IOException {
    List<ImageReference> images = references.read(body, IMAGES, IMAGES_MAX);
    if (images.isEmpty()) {
      throw RequestFault.invalid(
          IMAGES, body.path(IMAGES).isArray() ? new Problem.TooFew(1, 0) : new Problem.Missing());
    }
    List<ImageReference> masks = references.read(body, MASK, 1);
    List<InputSource> sources =
        images.stream().map(image -> image.source(tenant, uploads)).toList();
    Optional<InputSource> mask = masks.stream().findFirst().map(one -> one.source(tenant, uploads));
    PreparedInputs inputs = gateway.prepare().prepare(tenant, sources, mask);
    return new ImageRequest.Edit(order, inputs.images(), inputs.mask());
  }
}
