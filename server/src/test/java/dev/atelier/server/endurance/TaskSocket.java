package dev.atelier.server.endurance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection of a Runware client, which keeps the beginning of each message alone. */
final class TaskSocket implements WebSocket.Listener {
  private static final Pattern TASK = Pattern.compile("\"taskUUID\":\"([^\"]+)\"");
  private static final Pattern SESSION = Pattern.compile("\"connectionSessionUUID\":\"([^\"]+)\"");
  private static final int KEPT = 500;
  private static final int SECONDS_MAX = 60;
  private static final String PONG = "\"pong\":true";

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Set<String> done = new TreeSet<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;

  private TaskSocket(HttpClient http, URI server) {
    String uri = "ws://" + server.getAuthority() + "/runware/v1?sdk=js&version=1.3.2";
    this.socket = http.newWebSocketBuilder().buildAsync(URI.create(uri), this).join();
  }

  static TaskSocket open(HttpClient http, URI server) {
    return new TaskSocket(http, server);
  }

  /**
   * Shows a key.
   *
   * @param session to go on with; empty for a new one
   * @return the session that it has now
   */
  String authenticate(String key, String session) throws InterruptedException {
    String resume = session.isEmpty() ? "" : ",\"connectionSessionUUID\":\"" + session + "\"";
    send("{\"taskType\":\"authentication\",\"apiKey\":\"" + key + "\"" + resume + "}");
    String answer = next();
    Matcher named = SESSION.matcher(answer);
    if (!named.find()) {
      throw new AssertionError(answer);
    }
    return named.group(1);
  }

  void send(String task) {
    socket.sendText("[" + task + "]", true).join();
  }

  /** Waits for the answer to a ping; the results that come before it are noted. */
  void ping() throws InterruptedException {
    send("{\"taskType\":\"ping\",\"ping\":true}");
    for (String message = next(); !message.contains(PONG); message = next()) {
      note(message);
    }
  }

  /**
   * The tasks whose results came on this connection, once all of them are among these; each came
   * once.
   */
  Set<String> done(Set<String> awaited) throws InterruptedException {
    while (!done.containsAll(awaited)) {
      note(next());
    }
    return Set.copyOf(done);
  }

  /** Breaks off without a word; what came before that counts. */
  Set<String> cut() {
    socket.abort();
    messages.forEach(this::note);
    return Set.copyOf(done);
  }

  private void note(String message) {
    Matcher named = TASK.matcher(message);
    if (message.contains("\"errors\"") || !named.find() || !done.add(named.group(1))) {
      throw new AssertionError(message);
    }
  }

  private String next() throws InterruptedException {
    String message = messages.poll(SECONDS_MAX, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("no message came within " + SECONDS_MAX + " s");
    }
    return message;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data, 0, Math.min(data.length(), Math.max(0, KEPT - part.length())));
    if (last) {
      messages.add(part.toString());
      part.setLength(0);
    }
    webSocket.request(1);
    return CompletableFuture.completedFuture(null);
  }
}
