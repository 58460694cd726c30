package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.WholeMessages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection of Runware's API through a proxy, with the messages that came. */
final class ProxiedSocket extends WholeMessages implements AutoCloseable {
  private static final int SECONDS_MAX = 60;

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  private ProxiedSocket(HttpClient client, URI proxy) {
    String uri = proxy.toString().replaceFirst("^http", "ws") + "/runware/v1";
    this.socket = client.newWebSocketBuilder().buildAsync(URI.create(uri), this).join();
  }

  /** Shows the key, orders a picture and waits for its link. */
  static void assertPasses(HttpClient client, URI proxy, String key) throws InterruptedException {
    try (var connection = new ProxiedSocket(client, proxy)) {
      connection.send("{\"taskType\":\"authentication\",\"apiKey\":\"" + key + "\"}");
      assertThat(connection.next()).contains("connectionSessionUUID");
      String task = UUID.randomUUID().toString();
      connection.send(
          """
          {"taskType":"imageInference","taskUUID":"%s","model":"openai:gpt-image@2",
           "positivePrompt":"a fox","width":1024,"height":1024,"outputType":"URL"}\
          """
              .formatted(task));
      assertThat(connection.next()).contains(task, "\"imageURL\":\"" + proxy + "/files/");
    }
  }

  private void send(String task) {
    socket.sendText("[" + task + "]", true).join();
  }

  private String next() throws InterruptedException {
    String message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(message).as("a message within %s s", SECONDS_MAX).isNotNull();
    return String.valueOf(message);
  }

  @Override
  protected void message(String text) {
    messages.add(text);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
