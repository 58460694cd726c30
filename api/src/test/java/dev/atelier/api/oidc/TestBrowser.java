package dev.atelier.api.oidc;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with one server's cookies, which goes where it is told, step by step. */
final class TestBrowser implements AutoCloseable {
  final Map<String, String> cookies = new LinkedHashMap<>();

  /** The cookies that the last answer set, as they came. */
  String setCookies = "";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI home;

  TestBrowser(URI home) {
    this.home = home;
  }

  /** The address that an answer leads to. */
  String follow(String address) throws Exception {
    HttpResponse<String> answer = send("GET", home.resolve(address));
    return answer.headers().firstValue("Location").orElse(answer.statusCode() + "");
  }

  /** Signs in with the provider's consent, and returns where that ends. */
  String signIn() throws Exception {
    return follow(follow(follow(OidcSignIn.START)));
  }

  HttpResponse<String> send(String method, URI uri) throws Exception {
    boolean ours = uri.getAuthority().equals(home.getAuthority());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.noBody());
    if (ours) {
      request.header("x-atelier-page", "1").header("Origin", home.toString().replaceAll("/$", ""));
      String all =
          cookies.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; "));
      if (!all.isEmpty()) {
        request.header("Cookie", all);
      }
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    if (ours) {
      setCookies = String.join("\n", answer.headers().allValues("Set-Cookie"));
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
    }
    return answer;
  }

  JsonNode json(String method, String path) throws Exception {
    String body = send(method, home.resolve(path)).body();
    return JsonMapper.shared().readTree(body.isEmpty() ? "{}" : body);
  }

  boolean signedIn() throws Exception {
    return send("GET", home.resolve("/api/v1/session")).statusCode() == 200;
  }

  private void keep(String line) {
    String[] both = line.split(";")[0].split("=", 2);
    if (both[1].isEmpty()) {
      cookies.remove(both[0]);
    } else {
      cookies.put(both[0], both[1]);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
