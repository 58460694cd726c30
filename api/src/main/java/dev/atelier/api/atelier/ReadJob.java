package dev.atelier.api.atelier;

import dev.atelier.api.JobOrder;
import dev.atelier.api.read.Dollars;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ImageReference;
import dev.atelier.api.read.MetadataPairs;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.ReferenceForms;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Uploads;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.gateway.input.PreparedInputs;
import dev.atelier.gateway.submit.CostLimit;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.Order;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.queue.CompletionPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The body of a submission: nothing is fetched before all fields are good. */
final class ReadJob {
  private static final String LINK_TTL = "link_ttl";
  private static final String DELIVERY = "delivery";
  private static final String MAX_COST = "max_cost_usd";
  private static final String QUOTE = "quote_id";
  private static final int LINK_TTL_MIN = 60;
  private static final List<CompletionPolicy> DELIVERIES =
      List.of(CompletionPolicy.EACH, CompletionPolicy.ANY, CompletionPolicy.ALL);
  private static final Set<String> FIELDS = fields();

  /** A text, or an object with one of these keys. */
  static final ReferenceForms PICTURES =
      new ReferenceForms(
          "images",
          "mask",
          true,
          false,
          true,
          List.of("url", "b64_json", "artifact"),
          "",
          false,
          Integer.MAX_VALUE);

  private final Gateway gateway;
  private final ReadOrder orders;
  private final ReadSubscriptions subscriptions;
  private final Strictness strictness;
  private final int linkTtlMax;

  /**
   * @param linksLastMax the longest {@code link_ttl}
   */
  ReadJob(
      Gateway gateway,
      Catalog catalog,
      ManageWebhooks webhooks,
      Duration linksLastMax,
      Strictness strictness) {
    this.gateway = gateway;
    this.orders = new ReadOrder(gateway, catalog, strictness);
    this.subscriptions = new ReadSubscriptions(webhooks, strictness);
    this.strictness = strictness;
    this.linkTtlMax = (int) Math.min(Integer.MAX_VALUE, linksLastMax.toSeconds());
  }

  Strictness strictness() {
    return strictness;
  }

  /** A body's fields. */
  Fields fields(JsonNode body) {
    return Fields.ofJson("", body, strictness);
  }

  /**
   * What was asked for, its images stored.
   *
   * @param refs took the long strings out of {@code body} while it was read
   * @throws FaultException any fault of the fields or the pictures
   */
  JobOrder of(TenantId tenant, JsonNode body, ReadImageReferences refs, Uploads uploads)
      throws IOException {
    return of(tenant, body, refs, uploads, Set.of(QUOTE));
  }

  /**
   * The same of a body that has more fields, which are read elsewhere.
   *
   * @param more their names
   */
  JobOrder of(
      TenantId tenant, JsonNode body, ReadImageReferences refs, Uploads uploads, Set<String> more)
      throws IOException {
    Fields fields = fields(body);
    fields.only(known(refs.names(body), more));
    Order order = orders.of(fields);
    CompletionPolicy completion =
        fields.oneOf(DELIVERY, DELIVERIES, Json::word).orElse(CompletionPolicy.EACH);
    Optional<Duration> linksLast =
        fields.integer(LINK_TTL, LINK_TTL_MIN, linkTtlMax).map(Duration::ofSeconds);
    var metadata =
        fields.has(MetadataPairs.FIELD) ? MetadataPairs.of(body) : Map.<String, String>of();
    List<ImageReference> images = refs.images(body, orders.model(fields).limits().inputsMax());
    Optional<ImageReference> mask = refs.mask(body);
    if (mask.isPresent() && images.isEmpty()) {
      throw RequestFault.invalid(PICTURES.mask(), new Problem.Other("needs images to work on."));
    }
    ReadSubscriptions.Read told = subscriptions.of(body, order.count());
    return JobOrder.of(
            request(tenant, order, images, mask, uploads),
            new AtelierState(metadata, told.events(), completion),
            completion)
        .withLinksFor(linksLast)
        .telling(told.subscriptions())
        .upTo(new CostLimit(Dollars.read(fields, MAX_COST, false), fields.text(QUOTE)));
  }

  private ImageRequest request(
      TenantId tenant,
      Order order,
      List<ImageReference> images,
      Optional<ImageReference> mask,
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

  private static Set<String> known(Set<String> pictures, Set<String> more) {
    var known = new HashSet<>(FIELDS);
    known.addAll(pictures);
    known.addAll(more);
    return known;
  }

  private static Set<String> fields() {
    var fields = new HashSet<>(ReadOrder.FIELDS);
    fields.addAll(
        List.of(
            LINK_TTL,
            DELIVERY,
            MAX_COST,
            ReadSubscriptions.WEBHOOK,
            ReadSubscriptions.UPLOADS,
            MetadataPairs.FIELD));
    return Set.copyOf(fields);
  }
}
