package dev.atelier.http.server;

import java.io.IOException;

/**
 * The request's body stopped coming, or came slower than the server waits for; answered with 408.
 */
public final class SlowBodyException extends IOException {
  SlowBodyException() {
    super("the body was sent too slowly");
  }
}
