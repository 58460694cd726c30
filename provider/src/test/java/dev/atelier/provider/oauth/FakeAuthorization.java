package dev.atelier.provider.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.testkit.ScriptedHttp;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An authorization server whose refresh tokens work once: {@code canary-r0} is the first, and the
 * n-th grant is {@code canary-aN} with {@code canary-rN}, good for an hour.
 */
final class FakeAuthorization implements AutoCloseable {
  private final ScriptedHttp server = ScriptedHttp.start(this::answer);
  private final Deque<Script> scripts = new ArrayDeque<>();
  private String current = "canary-r0";
  private int granted;

  /** What a request meets before it is granted; false where it has been answered. */
  @FunctionalInterface
  interface Script {
    boolean passes(ScriptedHttp.Reply reply) throws IOException;
  }

  /** What the next requests meet, in order. */
  synchronized FakeAuthorization meets(Script... next) {
    scripts.addAll(List.of(next));
    return this;
  }

  /** An answer of its own. */
  static Script answers(int status, String body) {
    return reply -> {
      reply.json(status, body);
      return false;
    };
  }

  /** An account's secret as its operator gives it, with a token that ends at a second of 1970. */
  String secret(long expiresAt) {
    return """
    {"access_token":"canary-a0","refresh_token":"canary-r0","expires_at":%d,\
    "token_url":"%s/token","client_id":"app","client_secret":"canary-s","scope":"images"}\
    """
        .formatted(expiresAt, server.uri());
  }

  int requests() {
    return server.received().size();
  }

  /** The fields of a request. */
  Map<String, String> form(int request) {
    var fields = new TreeMap<String, String>();
    for (String pair : server.received().get(request).text().split("&")) {
      String[] both = pair.split("=", 2);
      fields.put(both[0], URLDecoder.decode(both[1], UTF_8));
    }
    return fields;
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(ScriptedHttp.Received request, ScriptedHttp.Reply reply) throws IOException {
    Script script;
    synchronized (this) {
      script = scripts.isEmpty() ? _ -> true : scripts.poll();
    }
    if (script.passes(reply)) {
      grant(request, reply);
    }
  }

  private synchronized void grant(ScriptedHttp.Received request, ScriptedHttp.Reply reply)
      throws IOException {
    if (!request.text().contains("refresh_token=" + current + "&")) {
      reply.json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"used before\"}");
      return;
    }
    granted++;
    current = "canary-r" + granted;
    reply.json(
        200,
        "{\"access_token\":\"canary-a%d\",\"refresh_token\":\"%s\",\"expires_in\":3600}"
            .formatted(granted, current));
  }
}
