package dev.atelier.api.admin;

import dev.atelier.api.Fields;
import dev.atelier.api.PictureRef;
import dev.atelier.api.PictureRefs;
import dev.atelier.api.Uploads;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.InputSource;
import dev.atelier.gateway.PreparedInputs;
import dev.atelier.gateway.Webhooks;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.Order;
import dev.atelier.image.TenantId;
import dev.atelier.queue.Delivery;
import dev.atelier.webhook.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The body of a submission: nothing is fetched before all fields are good. */
final class ReadJob {
  private static final String LINK_TTL = "link_ttl";
  private static final String DELIVERY = "delivery";
  private static final int LINK_TTL_MIN = 60;
  private static final List<Delivery> DELIVERIES =
      List.of(Delivery.EACH, Delivery.ANY, Delivery.ALL);
  private static final Set<String> FIELDS = fields();

  private final Gateway gateway;
  private final ReadOrder orders;
  private final ReadWishes wishes;
  private final int linkTtlMax;

  /**
   * @param linksLastMax the longest {@code link_ttl}
   */
  ReadJob(Gateway gateway, Catalog catalog, Webhooks webhooks, Duration linksLastMax) {
    this.gateway = gateway;
    this.orders = new ReadOrder(gateway, catalog);
    this.wishes = new ReadWishes(webhooks);
    this.linkTtlMax = (int) Math.min(Integer.MAX_VALUE, linksLastMax.toSeconds());
  }

  /** What was asked for, its pictures stored. */
  record Read(
      ImageRequest request,
      Delivery delivery,
      Optional<Duration> linksLast,
      JobNote note,
      List<Wish> wishes) {}

  /**
   * @param refs took the long strings out of {@code body} while it was read
   * @throws FaultException any fault of the fields or the pictures
   */
  Read of(TenantId tenant, JsonNode body, PictureRefs refs, Uploads uploads) throws IOException {
    Fields fields = Fields.ofJson("", body);
    fields.only(FIELDS);
    Order order = orders.of(fields);
    Delivery delivery = fields.oneOf(DELIVERY, DELIVERIES, Json::word).orElse(Delivery.EACH);
    Optional<Duration> linksLast =
        fields.whole(LINK_TTL, LINK_TTL_MIN, linkTtlMax).map(Duration::ofSeconds);
    var metadata = ReadMetadata.of(body);
    List<PictureRef> images =
        ReadPictures.images(body, refs, orders.model(fields).limits().inputsMax());
    Optional<PictureRef> mask = ReadPictures.mask(body, refs);
    if (mask.isPresent() && images.isEmpty()) {
      throw Fault.invalid(ReadPictures.MASK, new Problem.Other("needs images to work on."));
    }
    ReadWishes.Read told = wishes.of(body, order.count());
    return new Read(
        request(tenant, order, images, mask, uploads),
        delivery,
        linksLast,
        new JobNote(metadata, told.events(), delivery),
        told.wishes());
  }

  private ImageRequest request(
      TenantId tenant,
      Order order,
      List<PictureRef> images,
      Optional<PictureRef> mask,
      Uploads uploads) {
    if (images.isEmpty()) {
      return new ImageRequest.Generation(order);
    }
    List<InputSource> sources =
        images.stream().map(image -> image.source(tenant, uploads)).toList();
    Optional<InputSource> maskSource = mask.map(one -> one.source(tenant, uploads));
    PreparedInputs inputs = gateway.prepare().prepare(tenant, sources, maskSource);
    return new ImageRequest.Edit(order, inputs.images(), inputs.mask());
  }

  private static Set<String> fields() {
    var fields = new HashSet<>(ReadOrder.FIELDS);
    fields.addAll(
        List.of(
            ReadPictures.IMAGES,
            ReadPictures.MASK,
            LINK_TTL,
            DELIVERY,
            ReadWishes.WEBHOOK,
            ReadWishes.UPLOADS,
            ReadMetadata.FIELD));
    return Set.copyOf(fields);
  }
}
