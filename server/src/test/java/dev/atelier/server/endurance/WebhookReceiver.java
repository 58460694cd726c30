package dev.atelier.server.endurance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver of webhooks on loopback that believes only what is signed, checked here from the text
 * of Standard Webhooks alone.
 */
final class WebhookReceiver implements AutoCloseable {
  private static final Pattern JOB_ENDED =
      Pattern.compile("\\{\"type\":\"job\\.(\\w+)\".*?\"data\":\\{\"id\":\"([0-9a-f-]{36})\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> endedByMessage = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger forged = new AtomicInteger();
  private volatile String secret = "";

  WebhookReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** From now on messages must be signed with this {@code whsec_…}. */
  void expect(String whsec) {
    secret = whsec;
  }

  /** {@code id state} of each job whose end was told, a message counted once. */
  Collection<String> ended() {
    return endedByMessage.values();
  }

  int requests() {
    return requests.get();
  }

  int forged() {
    return forged.get();
  }

  private void receive(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    if (!signed(exchange, id, body)) {
      forged.incrementAndGet();
    }
    Matcher ended = JOB_ENDED.matcher(body);
    if (ended.find()) {
      endedByMessage.put(id, ended.group(2) + " " + ended.group(1));
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private boolean signed(HttpExchange exchange, String id, String body) {
    String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
    String expected = "v1," + hmac(id + "." + timestamp + "." + body);
    return List.of(exchange.getRequestHeaders().getFirst("webhook-signature").split(" "))
        .contains(expected);
  }

  private String hmac(String text) {
    try {
      byte[] key = Base64.getDecoder().decode(secret.replace("whsec_", ""));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
