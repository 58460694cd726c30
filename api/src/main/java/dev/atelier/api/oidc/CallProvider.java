package dev.atelier.api.oidc;

import dev.atelier.http.client.Content;
import dev.atelier.http.client.DirectAnswer;
import dev.atelier.http.client.DirectRequest;
import dev.atelier.http.client.GuardedClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls to the provider, each bounded in time and bytes; none follows a redirect. */
final class CallProvider {
  static final Duration TOTAL = Duration.ofSeconds(5);
  static final int BYTES_MAX = 256 << 10;

  private static final Map<String, String> JSON = Map.of("Accept", "application/json");

  private final GuardedClient client;
  private final Duration total;

  CallProvider(GuardedClient client, Duration total) {
    this.client = client;
    this.total = total;
  }

  /** A document that is there for everybody. */
  byte[] get(URI uri) throws SignInException {
    DirectAnswer answer = ask(new DirectRequest(uri, JSON, Optional.empty()));
    if (!answer.success()) {
      throw new SignInException(
          SignInProblem.AWAY, "the provider answered with status " + answer.status());
    }
    return answer.body();
  }

  /** Sends a form. */
  DirectAnswer post(URI uri, Map<String, String> headers, Map<String, String> form)
      throws SignInException {
    var all = new java.util.HashMap<>(JSON);
    all.putAll(headers);
    byte[] body = encoded(form).getBytes(StandardCharsets.US_ASCII);
    var content = new Content.Bytes("application/x-www-form-urlencoded", body);
    return ask(new DirectRequest(uri, all, Optional.of(content)));
  }

  /** As forms and queries are written. */
  static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private DirectAnswer ask(DirectRequest request) throws SignInException {
    try {
      return client.ask(request, BYTES_MAX, total);
    } catch (IOException e) {
      throw new SignInException(SignInProblem.AWAY, "the provider: " + e.getMessage(), e);
    }
  }
}
