package dev.atelier.api.atelier;

import dev.atelier.api.read.Fields;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.image.JobId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.webhook.delivery.Delivery;
import dev.atelier.webhook.delivery.DeliveryFilter;
import dev.atelier.webhook.delivery.DeliveryId;
import dev.atelier.webhook.delivery.DeliveryState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code /deliveries}: what was sent, or is to be, and what became of it. */
final class Deliveries {
  private static final String STATE = "state";
  private static final String JOB = "job";

  private final ManageWebhooks webhooks;
  private final WebhookEndpoints endpoints;

  Deliveries(ManageWebhooks webhooks, WebhookEndpoints endpoints) {
    this.webhooks = webhooks;
    this.endpoints = endpoints;
  }

  void list(Exchange exchange, Principal principal) throws IOException {
    list(exchange, principal, filter -> filter);
  }

  /** Those of one endpoint. */
  void ofEndpoint(Exchange exchange, Principal principal) throws IOException {
    var endpoint = endpoints.require(exchange, principal).id();
    list(exchange, principal, filter -> filter.of(endpoint));
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Delivery delivery = require(exchange, principal);
    Json.respond(
        exchange, 200, WebhookJson.delivery(delivery, webhooks.attempts(principal, delivery.id())));
  }

  void redeliver(Exchange exchange, Principal principal) throws IOException {
    Delivery delivery = require(exchange, principal);
    if (!webhooks.redeliver(principal, delivery.id())) {
      throw notFound(exchange);
    }
    Json.respond(exchange, 202, WebhookJson.delivery(require(exchange, principal)));
  }

  private void list(Exchange exchange, Principal principal, UnaryOperator<DeliveryFilter> of)
      throws IOException {
    var page = Page.of(exchange, DeliveryId::parse, Set.of(STATE, JOB));
    Fields query = Fields.ofQuery(exchange);
    DeliveryFilter filter = of.apply(DeliveryFilter.newest(page.asked()));
    Optional<DeliveryState> state = query.oneOf(STATE, List.of(DeliveryState.values()), Json::word);
    if (state.isPresent()) {
      filter = filter.in(state.get());
    }
    Optional<JobId> job = query.text(JOB).map(text -> job(query, text));
    if (job.isPresent()) {
      filter = filter.of(job.get());
    }
    if (page.before().isPresent()) {
      filter = filter.before(page.before().get());
    }
    Json.respond(
        exchange,
        200,
        page.json(webhooks.deliveries(principal, filter), WebhookJson::delivery, Delivery::id));
  }

  private static JobId job(Fields query, String text) {
    return JobIdFormat.parse(text)
        .orElseThrow(() -> query.invalid(JOB, new Problem.Other("is not the id of a job.")));
  }

  private Delivery require(Exchange exchange, Principal principal) {
    return DeliveryId.parse(exchange.variable("id"))
        .flatMap(id -> webhooks.delivery(principal, id))
        .orElseThrow(() -> notFound(exchange));
  }

  private static FaultException notFound(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("delivery", exchange.variable("id")));
  }
}
