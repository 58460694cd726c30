package dev.atelier.http.upstream;

import java.util.function.Consumer;

/** Told what one call does, on the thread that makes it. */
public interface UpstreamObserver {
  UpstreamObserver NONE = new UpstreamObserver() {};

  /** Two parts as one. */
  static UpstreamObserver of(Runnable sending, Consumer<UpstreamExchange> ended) {
    return new UpstreamObserver() {
      @Override
      public void sending() {
        sending.run();
      }

      @Override
      public void ended(UpstreamExchange exchange) {
        ended.accept(exchange);
      }
    };
  }

  /** The first byte is about to leave; what this throws passes through, and nothing is sent. */
  default void sending() {}

  /** The call is over, whatever came of it. */
  default void ended(UpstreamExchange exchange) {}
}
