package dev.atelier.api.atelier;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;

/** Calls as a browser does for a page of the server: no key, a cookie, and where it comes from. */
final class PageClient {
  private final ApiServer server;
  private final Map<String, String> headers = new TreeMap<>();

  PageClient(ApiServer server) {
    this.server = server;
    headers.put("x-atelier-page", "1");
    headers.put("Origin", server.uri("").toString().replaceAll("/$", ""));
  }

  /** The same with another header, or without one where the value is empty. */
  PageClient with(String name, String value) {
    var other = new PageClient(server);
    other.headers.putAll(headers);
    if (value.isEmpty()) {
      other.headers.remove(name);
    } else {
      other.headers.put(name, value);
    }
    return other;
  }

  /** Keeps the cookie. */
  Reply signIn(String key) throws Exception {
    Reply reply = post("/api/v1/session", "{\"key\":\"" + key + "\"}");
    reply.header("Set-Cookie").ifPresent(cookie -> headers.put("Cookie", cookie.split(";")[0]));
    return reply;
  }

  Reply get(String path) throws Exception {
    return send(request(path).GET());
  }

  Reply delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  Reply post(String path, String json) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    headers.forEach(request::header);
    return request;
  }

  private Reply send(HttpRequest.Builder request) throws Exception {
    return server.send(request);
  }
}
