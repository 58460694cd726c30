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
}
