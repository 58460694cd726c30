package dev.atelier.benchmarks.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Answers every request with 2 MB of JSON, over HTTP/1.1 and HTTP/2 without TLS; prints its port
 * and ends with its standard input.
 */
final class AnswerServer {
  static final int BYTES = 2 << 20;

  private AnswerServer() {}

  static void main() throws Exception {
    var server = new Server();
    var http = new HttpConfiguration();
    var http2 = new HTTP2CServerConnectionFactory(http);
    http2.setRateControlFactory(new RateControl.Factory() {}); // none is called so often
    var connector = new ServerConnector(server, new HttpConnectionFactory(http), http2);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Image());
    server.start();
    IO.println(connector.getLocalPort());
    while (System.in.read() >= 0) {
      // ends with whoever started it
    }
    server.stop();
  }

  private static final class Image extends Handler.Abstract {
    private final byte[] answer =
        ("{\"data\":[{\"b64_json\":\"" + "A".repeat(BYTES) + "\"}]}")
            .getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Source.consumeAll(
          request,
          Callback.from(
              () -> {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
                response.write(true, ByteBuffer.wrap(answer), callback);
              },
              callback::failed));
      return true;
    }
  }
}
