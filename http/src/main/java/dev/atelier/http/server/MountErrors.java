package dev.atelier.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Renders what Jetty refuses by itself (a broken request line, too many headers) in the error shape
 * of the mount. It may run on a thread that must not block, so the answer is made in memory.
 */
final class MountErrors implements Request.Handler {
  private final Router router;
  private final Exchanges exchanges;
  private final Cors cors;
  private final Consumer<AccessRecord> accessLog;

  MountErrors(Router router, Exchanges exchanges, Cors cors, Consumer<AccessRecord> accessLog) {
    this.router = router;
    this.exchanges = exchanges;
    this.cors = cors;
    this.accessLog = accessLog;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Router.Match match = router.find(RequestTarget.of(request));
    HttpError error = advised(error(request, response), request, match);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Sink memory = (_, block) -> copy(block, body);
    JettyExchange exchange = exchanges.begin(request, response, memory, requestId(response));
    cors.mark(exchange, match);
    try {
      response.setStatus(error.status());
      match.errors().render(exchange, error);
      exchange.finish();
    } catch (IOException | RuntimeException e) {
      body.reset();
      response.setStatus(error.status());
    }
    response.write(true, ByteBuffer.wrap(body.toByteArray()), callback);
    if (request.getAttribute(Dispatcher.BROKEN_OFF) == null) {
      accessLog.accept(exchange.accessRecord(response.getStatus(), Duration.ZERO));
    }
    return true;
  }

  private String requestId(Response response) {
    String known = response.getHeaders().get("x-request-id");
    return known == null ? exchanges.requestIds().get() : known;
  }

  /** Names the address to try instead, where the path is at fault or leads nowhere. */
  private HttpError advised(HttpError error, Request request, Router.Match match) {
    boolean lost = match instanceof Router.Match.Refused(_, HttpError.NotFound _, _);
    boolean badPath = request.getHttpURI() != null && request.getHttpURI().hasViolations();
    return (lost || badPath) && error instanceof HttpError.BadRequest(var reason, int status)
        ? new HttpError.BadRequest(
            router.nearest(RequestTarget.of(request)).advised(reason), status)
        : error;
  }

  private static HttpError error(Request request, Response response) {
    Throwable failure = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException bad && isClients(bad.getCode())) {
        String reason = bad.getReason();
        return new HttpError.BadRequest(reason == null ? "bad request" : reason, bad.getCode());
      }
    }
    int status = response.getStatus();
    if (isClients(status)) {
      return new HttpError.BadRequest("bad request", status);
    }
    return new HttpError.Failure(failure == null ? new IOException("no answer") : failure);
  }

  /** 505 is about the version that the client asked for. */
  private static boolean isClients(int status) {
    return (status >= 400 && status < 500) || status == 505;
  }

  private static void copy(ByteBuffer block, ByteArrayOutputStream body) {
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    body.writeBytes(bytes);
  }
}
