package dev.atelier.http.server;

/**
 * Answers one request on its own virtual thread; may block.
 *
 * <p>What it throws before the answer began is rendered by its mount: {@link BodyTooLargeException}
 * as 413, a malformed body as 400, anything else as {@link HttpError.Failure}.
 */
@FunctionalInterface
public interface Handler {
  void handle(Exchange exchange) throws Exception;

  /** Whether pages of other origins may use it from a browser, as far as the server allows any. */
  default boolean crossOrigin() {
    return true;
  }

  /** The same for pages of this server alone. */
  static Handler sameOrigin(Handler handler) {
    return new Handler() {
      @Override
      public void handle(Exchange exchange) throws Exception {
        handler.handle(exchange);
      }

      @Override
      public boolean crossOrigin() {
        return false;
      }
    };
  }
}
