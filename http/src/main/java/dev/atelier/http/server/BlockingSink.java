package dev.atelier.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/** Hands blocks to the connection and waits, on the handler's virtual thread, until they left. */
record BlockingSink(Response response) implements Sink {
  @Override
  public void write(boolean last, ByteBuffer block) throws IOException {
    try (Blocker.Callback callback = Blocker.callback()) {
      response.write(last, block, callback);
      callback.block();
    } catch (IOException | RuntimeException e) {
      throw new ClientGoneException(e);
    }
  }
}
