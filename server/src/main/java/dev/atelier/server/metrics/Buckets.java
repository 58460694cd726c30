package dev.atelier.server.metrics;

import java.time.Duration;
import java.util.stream.DoubleStream;

/** The upper bounds of histograms, in seconds. */
enum Buckets {
  /** Answers to requests: from a look-up to a call that waits for its picture. */
  HTTP(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300),
  /** Waiting in the queue. */
  WAIT(0.01, 0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600),
  /** Making pictures. */
  MAKING(0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600),
  /** Calling users' receivers. */
  DELIVERY(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30);

  private static final int NANO_DIGITS = 9;

  private final Duration[] bounds;

  Buckets(double... seconds) {
    bounds =
        DoubleStream.of(seconds)
            .mapToObj(one -> Duration.ofNanos(Math.round(one * Math.pow(10, NANO_DIGITS))))
            .toArray(Duration[]::new);
  }

  Duration[] bounds() {
    return bounds.clone();
  }
}
