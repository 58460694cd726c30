package dev.atelier.http.server;

import dev.atelier.http.coding.CodedBodyException;
import dev.atelier.http.coding.ContentCodings;
import dev.atelier.http.coding.UnpackedTooLargeException;
import dev.atelier.http.wire.MalformedJsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each request through limits, route and handler, and renders whatever goes wrong. */
final class Dispatcher extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(HttpService.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int CLIENT_GONE = 499;

  /** Set on a request that failed and is logged; Jetty may still try to answer it. */
  static final String BROKEN_OFF = "dev.atelier.brokenOff";

  private final Router router;
  private final SocketUpgrade sockets;
  private final Exchanges exchanges;
  private final Cors cors;
  private final InFlight inFlight;
  private final Consumer<AccessRecord> accessLog;

  Dispatcher(
      Router router,
      SocketUpgrade sockets,
      Exchanges exchanges,
      Cors cors,
      InFlight inFlight,
      Consumer<AccessRecord> accessLog) {
    this.router = router;
    this.sockets = sockets;
    this.exchanges = exchanges;
    this.cors = cors;
    this.inFlight = inFlight;
    this.accessLog = accessLog;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    long begun = System.nanoTime();
    // A handler may wait for minutes without any I/O; only a stalled read or write is idle.
    request.addIdleTimeoutListener(_ -> false);
    EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
    boolean admitted = inFlight.enter(connection);
    JettyExchange exchange = exchanges.begin(request, response);
    int status = CLIENT_GONE;
    try {
      answer(exchange, request, response, admitted);
      status = response.getStatus();
      exchange.unwatch();
      Lingering.finish(request);
      callback.succeeded();
    } catch (Throwable e) {
      status = exchange.committed() ? response.getStatus() : CLIENT_GONE;
      request.setAttribute(BROKEN_OFF, true);
      exchange.breakOff();
      callback.failed(e);
    } finally {
      release(exchange);
      inFlight.leave(connection);
      record(exchange, status, Duration.ofNanos(System.nanoTime() - begun));
    }
    return true;
  }

  private void answer(JettyExchange exchange, Request request, Response response, boolean admitted)
      throws IOException {
    Router.Match match = match(request);
    cors.mark(exchange, match);
    try {
      if (!admitted && !(match instanceof Router.Match.Options)) {
        refuse(exchange, response, match.errors(), new HttpError.Draining(RETRY_AFTER));
        return;
      }
      switch (match) {
        case Router.Match.Options options -> cors.answer(exchange, options);
        case Router.Match.Refused(var errors, var error, _) ->
            refuse(exchange, response, errors, error);
        case Router.Match.Found found -> run(exchange, request, response, found);
      }
      exchange.finish();
    } catch (ClientGoneException e) {
      throw e;
    } catch (Exception e) {
      if (exchange.committed()) {
        log.warn("{} failed after its answer had begun", exchange.requestId(), e);
        throw new IOException("broken off", e);
      }
      refuse(exchange, response, match.errors(), error(exchange, e));
    }
  }

  /** A path that takes no sockets has the request as if it had not asked for one. */
  private Router.Match match(Request request) {
    var target = RequestTarget.of(request);
    Optional<Router.Match.Found> socket =
        SocketUpgrade.asked(request) ? router.findSocket(target) : Optional.empty();
    return socket.isPresent() ? socket.get() : router.find(target);
  }

  private void run(
      JettyExchange exchange, Request request, Response response, Router.Match.Found found)
      throws Exception {
    exchange.matched(found);
    if (exchange.contentLength().orElse(0) > exchange.bodyBytesMax()) {
      HttpError tooLarge = new HttpError.BodyTooLarge(exchange.bodyBytesMax());
      refuse(exchange, response, found.errors(), tooLarge);
      return;
    }
    Optional<String> coding = exchange.codings().unsupported();
    if (coding.isPresent()) {
      HttpError unknown = new HttpError.UnsupportedCoding(coding.get());
      refuse(exchange, response, found.errors(), unknown);
      return;
    }
    if (found.route().handler() instanceof SocketEndpoint(var socketLimits, var handler)) {
      SocketHandler.Opening opening = handler.open(exchange);
      Optional<HttpError> refused = sockets.upgrade(request, response, opening, socketLimits);
      if (refused.isPresent()) {
        refuse(exchange, response, found.errors(), refused.get());
      }
      return;
    }
    found.route().handler().handle(exchange);
  }

  private static void refuse(
      JettyExchange exchange, Response response, ErrorRenderer errors, HttpError error)
      throws IOException {
    exchange.takeBack();
    switch (error) {
      case HttpError.MethodNotAllowed(var allow) ->
          exchange.setHeader("Allow", String.join(", ", allow));
      case HttpError.Draining(var retryAfter) -> {
        exchange.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      case HttpError.BodyTooLarge _ -> response.getHeaders().put(HttpHeader.CONNECTION, "close");
      case HttpError.BadRequest(_, int status) when status == 408 || status == 413 ->
          response.getHeaders().put(HttpHeader.CONNECTION, "close");
      case HttpError.UnsupportedCoding _ ->
          exchange.setHeader("Accept-Encoding", ContentCodings.ACCEPTED);
      case HttpError.BadRequest _, HttpError.NotFound _, HttpError.Failure _ -> {}
    }
    errors.render(exchange, error);
    exchange.finish();
  }

  private static HttpError error(Exchange exchange, Exception e) {
    return switch (e) {
      case BodyTooLargeException large -> new HttpError.BodyTooLarge(large.bodyBytesMax());
      case UnpackedTooLargeException large -> new HttpError.BodyTooLarge(large.bytesMax());
      case CodedBodyException bad -> new HttpError.BadRequest(bad.problem(), bad.status());
      case SlowBodyException _ -> new HttpError.BadRequest("the body was sent too slowly", 408);
      case MalformedMultipartException bad -> new HttpError.BadRequest(bad.problem());
      case MalformedJsonException bad -> new HttpError.BadRequest(bad.problem());
      default -> unexpected(exchange, e);
    };
  }

  private static HttpError unexpected(Exchange exchange, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException bad && bad.getCode() < 500) {
        String reason = bad.getReason();
        return new HttpError.BadRequest(reason == null ? "bad request" : reason, bad.getCode());
      }
    }
    log.error("{} {} failed", exchange.requestId(), exchange.route(), e);
    return new HttpError.Failure(e);
  }

  private static void release(JettyExchange exchange) {
    try {
      exchange.close();
    } catch (IOException e) {
      log.debug("{} had a body that cannot be closed", exchange.requestId(), e);
    }
  }

  private void record(JettyExchange exchange, int status, Duration duration) {
    try {
      accessLog.accept(exchange.accessRecord(status, duration));
    } catch (RuntimeException e) {
      log.warn("the access log failed", e);
    }
  }
}
