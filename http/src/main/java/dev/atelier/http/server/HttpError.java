package dev.atelier.http.server;

import java.time.Duration;
import java.util.SortedSet;

/** Why the transport answers by itself, before or instead of a handler. */
public sealed interface HttpError {
  /** The HTTP status that goes with it. */
  int status();

  /**
   * No route has this path.
   *
   * @param advice where to go instead, as a sentence; may be empty
   */
  record NotFound(String advice) implements HttpError {
    @Override
    public int status() {
      return 404;
    }
  }

  /** The path exists, the method doesn't; the {@code Allow} header is already set. */
  record MethodNotAllowed(SortedSet<String> allow) implements HttpError {
    @Override
    public int status() {
      return 405;
    }
  }

  /** The body is, or claims to be, longer than the route takes. */
  record BodyTooLarge(long bodyBytesMax) implements HttpError {
    @Override
    public int status() {
      return 413;
    }
  }

  /**
   * The body is coded in a way that is not known here; the {@code Accept-Encoding} header is
   * already set (RFC 9110, section 15.5.16).
   */
  record UnsupportedCoding(String coding) implements HttpError {
    @Override
    public int status() {
      return 415;
    }
  }

  /**
   * Not a request that can be read: broken HTTP, a malformed body, a body sent too slowly.
   *
   * @param reason safe to show to the caller
   * @param status 400 to 499, or 505 for an unknown HTTP version
   */
  record BadRequest(String reason, int status) implements HttpError {
    public BadRequest(String reason) {
      this(reason, 400);
    }
  }

  /** The server is stopping; the {@code Retry-After} header is already set. */
  record Draining(Duration retryAfter) implements HttpError {
    @Override
    public int status() {
      return 503;
    }
  }

  /** A handler threw. The cause is for the log and never for the client. */
  record Failure(Throwable cause) implements HttpError {
    @Override
    public int status() {
      return 500;
    }
  }
}
