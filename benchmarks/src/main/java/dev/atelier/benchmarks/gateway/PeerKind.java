package dev.atelier.benchmarks.gateway;

import java.util.Locale;

/** Who can be measured, in the order in which they are started. */
enum PeerKind {
  /** The driver straight at the upstream, the limit of the arrangement; always there. */
  DIRECT,
  NGINX,
  /** Spring Cloud Gateway on WebFlux. */
  SPRING,
  /** Portkey's gateway on Node. */
  PORTKEY,
  /** The server. */
  OURS;

  static PeerKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether it can be asked that. */
  boolean takes(Load load) {
    return switch (this) {
      case DIRECT, NGINX, OURS -> true;
      case SPRING -> load.upstreamAnswers();
      // 1.15.2 on Node 20 answers 500 to every form, by an error of its own
      case PORTKEY -> load instanceof Load.Pictures;
    };
  }

  /** Whether it turns into machine code what it does often. */
  boolean compiles() {
    return this != DIRECT && this != NGINX;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
