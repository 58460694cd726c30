package dev.atelier.api.apimart;

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
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The body of a submission: nothing is fetched before all fields are good. */
final class ReadTask {
  private static final String MASK = "mask_url";

  /** URLs, and base64 as some editions of the vendor's pages have it. */
  static final ReferenceForms PICTURES =
      new ReferenceForms(
          "image_urls",
          MASK,
          false,
          false,
          true,
          List.of("url", "image_url", "b64_json"),
          "",
          true,
          Integer.MAX_VALUE);

  private static final int IMAGES_MAX = 16;

  private final Gateway gateway;
  private final ReadOrder orders;
  private final ReadWebhook webhooks;
  private final Strictness strictness;

  ReadTask(Gateway gateway, Offers offers, Optional<Callbacks> callbacks, Strictness strictness) {
    this.gateway = gateway;
    this.strictness = strictness;
    this.orders = new ReadOrder(offers);
    this.webhooks = new ReadWebhook(callbacks);
  }

  /**
   * @param references took the long strings out of {@code body} while it was read
   * @throws FaultException any fault of the fields or the pictures
   */
  Read read(TenantId tenant, JsonNode body, ReadImageReferences references, Uploads uploads)
      throws IOException {
    Fields fields = Fields.ofJson("", body, strictness);
    TaskOrder task = orders.of(fields);
    gateway.submit().check(task.sized(Optional.empty()));
    Optional<URI> callback = webhooks.of(fields);
    List<ImageReference> images = references.images(body, IMAGES_MAX);
    Optional<ImageReference> maskReference = mask(task, body, references);
    if (images.isEmpty()) {
      if (maskReference.isPresent()) {
        throw RequestFault.invalid(MASK, new Problem.Other("a mask needs image_urls."));
      }
      var request = new ImageRequest.Generation(task.sized(Optional.empty()));
      return new Read(task, request, callback);
    }
    List<InputSource> sources =
        images.stream().map(image -> image.source(tenant, uploads)).toList();
    Optional<InputSource> mask = maskReference.map(one -> one.source(tenant, uploads));
    PreparedInputs inputs = gateway.prepare().prepare(tenant, sources, mask);
    var first = Optional.of(inputs.images().getFirst().size());
    var request = new ImageRequest.Edit(task.sized(first), inputs.images(), inputs.mask());
    return new Read(task, request, callback);
  }

  private static Optional<ImageReference> mask(
      TaskOrder task, JsonNode body, ReadImageReferences references) throws IOException {
    return switch (task.channel()) {
      case STANDARD -> Optional.empty();
      case OFFICIAL -> references.mask(body);
    };
  }

  /**
   * What was asked for, its pictures stored.
   *
   * @param callback what is called when the task has ended
   */
  record Read(TaskOrder task, ImageRequest request, Optional<URI> callback) {}
}
