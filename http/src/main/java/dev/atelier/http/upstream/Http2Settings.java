package dev.atelier.http.upstream;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What connections of HTTP/2 are given.
 *
 * @param trust the machine's own if null
 * @param idle how long one without calls stays open
 */
record Http2Settings(@Nullable SSLContext trust, Duration idle) {
  static final Http2Settings DEFAULT = new Http2Settings(null, Duration.ofSeconds(10));
}
