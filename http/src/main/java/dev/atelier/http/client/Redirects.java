package dev.atelier.http.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** Follows redirects, at most three; every hop is resolved, checked and pinned like the first. */
record Redirects(LookUps lookUps, Predicate<InetAddress> allowed, Deadline deadline) {
  static final int MAX = 3;

  /** Where a hop led. */
  sealed interface Landing<T> {
    record Arrived<T>(T answer) implements Landing<T> {}

    record Onward<T>(URI uri) implements Landing<T> {}
  }

  /** What is asked of each hop. */
  interface Step<T> {
    Landing<T> at(HopCall call) throws IOException;
  }

  <T> T follow(URI uri, Step<T> step) throws IOException {
    URI next = uri;
    for (int redirects = 0; redirects <= MAX; redirects++) {
      Hop hop = Hop.of(next, lookUps, allowed, deadline.atMost(GuardedClient.CONNECT_MAX));
      switch (step.at(new HopCall(hop, allowed, deadline))) {
        case Landing.Arrived<T>(T answer) -> {
          return answer;
        }
        case Landing.Onward<T>(URI target) -> next = target;
      }
    }
    throw new TransportException(new TransportProblem.TooManyRedirects(MAX));
  }

  /** Where an answer of one of these statuses sends us; empty for any other answer. */
  static Optional<URI> target(URI from, ClassicHttpResponse response, Set<Integer> statuses)
      throws TransportException {
    Header location = response.getFirstHeader("Location");
    if (!statuses.contains(response.getCode()) || location == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(from.resolve(location.getValue()));
    } catch (IllegalArgumentException e) {
      throw new TransportException(new TransportProblem.BadUrl("the URL redirects to no URL"), e);
    }
  }
}
