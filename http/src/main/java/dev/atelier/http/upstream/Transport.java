package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.URI;

/** Sends requests over one version of HTTP, once, on the caller's thread. */
interface Transport extends AutoCloseable {
  /**
   * Tells the progress what it comes to, in this order: {@link CallProgress#leaving} right before
   * the first byte, {@link CallProgress#answered} once there is a head, {@link
   * CallProgress#received} and {@link CallProgress#complete} as the body comes.
   */
  <T> T call(UpstreamRequest request, CallProgress progress, UpstreamClient.Reader<T> reader)
      throws IOException;

  /** Whether a call there would find an open connection; a hint, told without waiting. */
  boolean connected(URI uri);

  @Override
  void close();
}
