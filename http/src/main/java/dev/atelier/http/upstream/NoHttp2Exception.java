package dev.atelier.http.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is a server, and it does not begin to speak HTTP/2, which it ought to. */
final class NoHttp2Exception extends IOException {
  private static final long serialVersionUID = 1L;

  NoHttp2Exception(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
