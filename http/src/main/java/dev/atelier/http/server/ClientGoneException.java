package dev.atelier.http.server;

import java.io.IOException;

/** The client closed the connection, or stopped reading; nobody is left to answer. */
public final class ClientGoneException extends IOException {
  ClientGoneException(Throwable cause) {
    super("the client is gone", cause);
  }
}
