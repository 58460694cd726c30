package dev.atelier.api;

import dev.atelier.http.coding.ContentCodings;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpError;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.RequestFault;
import java.io.IOException;

/**
 * What the transport refuses before a route is reached, as faults: once for all APIs. Only an
 * address that leads nowhere, and a request that is no HTTP, have a body of their own in each.
 */
public abstract class TransportErrors implements ErrorRenderer, Endpoint.Answers {
  @Override
  public final void render(Exchange exchange, HttpError error) throws IOException {
    begin(exchange);
    switch (error) {
      case HttpError.NotFound(var advice) ->
          noSuchPath(exchange, advice.isEmpty() ? "" : " " + advice);
      case HttpError.UnsupportedCoding(var coding) ->
          unreadable(
              exchange,
              error.status(),
              "the Content-Encoding '%s' is not supported, send one of %s"
                  .formatted(ProblemWords.shown(coding), ContentCodings.ACCEPTED));
      case HttpError.BadRequest(var reason, int status) -> unreadable(exchange, status, reason);
      case HttpError.MethodNotAllowed(var allow) ->
          refuse(exchange, new RequestFault.MethodNotAllowed(String.join(", ", allow)));
      case HttpError.BodyTooLarge(var max) -> refuse(exchange, new RequestFault.BodyTooLarge(max));
      case HttpError.Draining(var retryAfter) ->
          refuse(exchange, new AdmissionFault.Unavailable("the server is stopping", retryAfter));
      case HttpError.Failure _ -> refuse(exchange, new AdmissionFault.Internal());
    }
  }

  /**
   * Answers a request whose path no route of this API matches.
   *
   * @param advice a sentence that says where to go instead, with a blank before it; or nothing
   */
  protected abstract void noSuchPath(Exchange exchange, String advice) throws IOException;

  /** Answers a request that could not be read at all. */
  protected abstract void unreadable(Exchange exchange, int status, String reason)
      throws IOException;
}
