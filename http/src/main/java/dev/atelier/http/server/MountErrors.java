package dev.atelier.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpURI;
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
  private final HttpLimits limits;
  private final Supplier<String> requestIds;
  private final Consumer<AccessRecord> accessLog;

  MountErrors(
      Router router,
      HttpLimits limits,
      Supplier<String> requestIds,
      Consumer<AccessRecord> accessLog) {
    this.router = router;
    this.limits = limits;
    this.requestIds = requestIds;
    this.accessLog = accessLog;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpError error = error(request, response);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Sink memory = (_, block) -> copy(block, body);
    JettyExchange exchange =
        new JettyExchange(request, response, memory, requestId(response), limits);
    try {
      response.setStatus(error.status());
      router.errors(path(request)).render(exchange, error);
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
    return known == null ? requestIds.get() : known;
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

  private static String path(Request request) {
    HttpURI uri = request.getHttpURI();
    String path = uri == null ? null : uri.getCanonicalPath();
    return path == null ? "/" : path;
  }

  private static void copy(ByteBuffer block, ByteArrayOutputStream body) {
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    body.writeBytes(bytes);
  }
}
