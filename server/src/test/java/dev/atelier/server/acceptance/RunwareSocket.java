package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.testkit.WholeMessages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of Runware's WebSocket that keeps each message as it came. */
final class RunwareSocket extends WholeMessages implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final LinkedBlockingQueue<String> whole = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  private RunwareSocket(URI server) {
    this.socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + server.getAuthority() + server.getPath()), this)
            .join();
  }

  static RunwareSocket open(LiveServer server) {
    return new RunwareSocket(server.uri("/runware/v1"));
  }

  /** The task by which a client begins. */
  static String authentication() {
    return """
    {"taskType":"authentication","apiKey":"%s"}\
    """
        .formatted(LiveServer.ADMIN_KEY);
  }

  /** The same for one that goes on with a session. */
  static String authentication(String session) {
    return """
    {"taskType":"authentication","apiKey":"%s","connectionSessionUUID":"%s"}\
    """
        .formatted(LiveServer.ADMIN_KEY, session);
  }

  /** A task for one image. */
  static String order(String uuid, String prompt) {
    return """
    {"taskType":"imageInference","taskUUID":"%s","model":"openai:gpt-image@2",\
    "positivePrompt":"%s","width":1024,"height":640}\
    """
        .formatted(uuid, prompt);
  }

  void send(String... tasks) {
    socket.sendText("[" + String.join(",", tasks) + "]", true).join();
  }

  /** The next message that has this word in it. */
  String with(String word) throws InterruptedException {
    for (String one = next(); ; one = next()) {
      if (one.contains(word)) {
        return one;
      }
    }
  }

  /** Nothing comes for a while. */
  boolean silent() throws InterruptedException {
    return whole.poll(300, TimeUnit.MILLISECONDS) == null;
  }

  private String next() throws InterruptedException {
    String message = whole.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).as("a message in time").isNotNull();
    return message;
  }

  @Override
  protected void message(String text) {
    whole.add(text);
  }

  /** Breaks off without a word. */
  @Override
  public void close() {
    socket.abort();
    http.close();
  }
}
