package dev.atelier.server.cluster;

import java.util.List;

/**
 * How an order ended for its client.
 *
 * @param hashes SHA-256 of every picture that came, in hexadecimal
 * @param links to those that came by link: path and query
 * @param said the last answer, for a failure
 * @param millis from the first request to the last byte
 */
record ClusterOutcome(
    ClusterOrder order, List<String> hashes, List<String> links, String said, long millis) {
  ClusterOutcome {
    hashes = List.copyOf(hashes);
    links = List.copyOf(links);
  }

  boolean delivered() {
    return hashes.size() == order.count();
  }
}
