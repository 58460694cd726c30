package dev.atelier.api.apimart;

import dev.atelier.http.server.Exchange;

/** The two shapes of this API's answers; a header asks for the newer one. */
enum Version {
  ORIGINAL,
  DATED;

  private static final String HEADER = "X-APIMart-Response-Version";
  private static final String DATE = "2026-07-27";

  /** The shape asked for; the original one for any date but the known one. */
  static Version of(Exchange exchange) {
    return exchange.header(HEADER).map(String::strip).filter(DATE::equals).isPresent()
        ? DATED
        : ORIGINAL;
  }

  /** Says in the answer's header which shape it has, where that was asked for. */
  static void echo(Exchange exchange) {
    if (of(exchange) == DATED) {
      exchange.setHeader(HEADER, DATE);
    }
  }

  /** The status of a task that nobody has begun. */
  String waiting() {
    return switch (this) {
      case ORIGINAL -> "submitted";
      case DATED -> "pending";
    };
  }
}
