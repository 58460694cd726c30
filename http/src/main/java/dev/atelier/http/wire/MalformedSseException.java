package dev.atelier.http.wire;

import java.io.IOException;

/** An event stream with a field that no sane server sends. */
public final class MalformedSseException extends IOException {
  MalformedSseException(String problem) {
    super(problem);
  }
}
