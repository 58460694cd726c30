package dev.atelier.api;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server as its clients see it: plain HTTP, with a key that may do everything. */
public interface Calls {
  Duration TIMEOUT = Duration.ofSeconds(60);

  URI uri(String path);

  /** The default key. */
  String key();

  HttpClient client();

  /** A request with the default key. */
  default HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + key());
  }

  default HttpRequest.Builder json(String path, String json) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  default Reply post(String path, String json) throws Exception {
    return send(json(path, json));
  }

  default Reply get(String path) throws Exception {
    return send(request(path).GET());
  }

  default Reply put(String path) throws Exception {
    return send(request(path).PUT(BodyPublishers.noBody()));
  }

  default Reply send(HttpRequest.Builder request) throws Exception {
    return new Reply(client().send(request.build(), BodyHandlers.ofString()));
  }

  default byte[] bytes(HttpRequest.Builder request) throws Exception {
    return client().send(request.build(), BodyHandlers.ofByteArray()).body();
  }
}
