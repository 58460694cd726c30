package dev.atelier.api.runware;

import dev.atelier.api.read.ImageReference;
import dev.atelier.api.runware.ReadDelivery.Read;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads an image task: nothing is fetched before all its fields are good. */
final class ReadInference {
  private final Gateway gateway;
  private final ReadOrder orders;
  private final ReadDelivery deliveries;

  ReadInference(Gateway gateway, Catalog catalog, ManageWebhooks webhooks) {
    this.gateway = gateway;
    this.orders = new ReadOrder(catalog);
    this.deliveries = new ReadDelivery(webhooks);
  }

  /**
   * @throws FaultException any fault of the fields or the pictures
   */
  Inference of(TaskBody task, TenantId tenant) throws IOException {
    String uuid = task.uuid();
    Order order = orders.of(task);
    List<ImageReference> references = ReadReferences.of(task);
    Read delivery = deliveries.of(task);
    if (!task.strictness().lenient()) {
      DocumentedFields.require(task);
    }
    gateway.submit().check(order);
    return new Inference(uuid, request(order, references, task, tenant), delivery);
  }

  private ImageRequest request(
      Order order, List<ImageReference> references, TaskBody task, TenantId tenant) {
    if (references.isEmpty()) {
      return new ImageRequest.Generation(order);
    }
    List<InputSource> sources =
        references.stream().map(one -> one.source(tenant, task.uploads())).toList();
    var inputs = gateway.prepare().prepare(tenant, sources, Optional.empty());
    return new ImageRequest.Edit(order, inputs.images(), Optional.empty());
  }
}
