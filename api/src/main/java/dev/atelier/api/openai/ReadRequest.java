package dev.atelier.api.openai;

import dev.atelier.api.JsonBody;
import dev.atelier.api.RetryHeaders;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.input.PreparedInputs;
import dev.atelier.gateway.submit.ClientRetry;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import java.io.IOException;

/** Reads generations and edits in each of their forms: nothing is fetched before all is good. */
final class ReadRequest {
  private final Gateway gateway;
  private final ReadOrder orders;
  private final boolean polled;

  /**
   * @param polled whether the result is fetched later, so that it cannot be a stream
   */
  ReadRequest(Gateway gateway, ReadOrder orders, boolean polled) {
    this.gateway = gateway;
    this.orders = orders;
    this.polled = polled;
  }

  /** The same for requests to a deployment, whose name is the model's whatever their body says. */
  ReadRequest deployed(String model) {
    return new ReadRequest(gateway, orders.deployed(model), polled);
  }

  /**
   * @throws FaultException any fault of the request
   */
  ImagesRequest generation(Exchange exchange) throws IOException {
    ClientRetry retry = RetryHeaders.of(exchange);
    ImagesOrder order =
        orders.generation(
            Fields.ofJson(
                "",
                JsonBody.read(exchange, FieldSpool.NONE, orders.strictness()),
                orders.strictness()));
    check(order);
    return new ImagesRequest(order, new ImageRequest.Generation(order.order()), retry);
  }

  /**
   * @throws FaultException any fault of the request or its pictures
   */
  ImagesRequest edit(Exchange exchange, TenantId tenant) throws IOException {
    ClientRetry retry = RetryHeaders.of(exchange);
    try (var uploads = new Uploads(gateway.prepare())) {
      EditBody body = editBody(exchange, uploads);
      ImagesOrder order = body.order();
      check(order);
      EditBody.Images images = body.images(tenant);
      PreparedInputs inputs = gateway.prepare().prepare(tenant, images.images(), images.mask());
      return new ImagesRequest(
          order, new ImageRequest.Edit(order.order(), inputs.images(), inputs.mask()), retry);
    }
  }

  private void check(ImagesOrder order) {
    if (polled && order.stream()) {
      throw RequestFault.invalid(
          "stream",
          new Problem.Other("an asynchronous task has one result and cannot be streamed."));
    }
    gateway.submit().check(order.order());
  }

  private EditBody editBody(Exchange exchange, Uploads uploads) throws IOException {
    return Multipart.accepts(exchange.contentType())
        ? FormEdit.read(exchange, orders, uploads)
        : JsonEdit.read(exchange, orders, uploads);
  }
}
