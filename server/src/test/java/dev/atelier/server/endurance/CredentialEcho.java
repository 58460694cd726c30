package dev.atelier.server.endurance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.providers.upstream.CallPhase;
import dev.atelier.providers.upstream.FakeUpstream;
import dev.atelier.providers.upstream.Fault;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;

/** The ways in which a vendor's trouble repeats the key that it was called with. */
enum CredentialEcho {
  /** The vendor knows another key, and says which one came. */
  WRONG_KEY,
  REFUSED,
  /** Its letters are written as numbers. */
  ESCAPED,
  THROTTLED,
  UNPAID,
  SERVER_ERROR,
  /** The page of a proxy. */
  PAGE,
  /** An error in an answer of status 200. */
  INSIDE,
  /** JSON that ends in the midst of it. */
  MALFORMED,
  EVENT,
  REDIRECT,
  BROKEN_HEAD,
  /** So long that whatever is kept of it ends somewhere in the key. */
  LONG,
  /** Said once, when the order or the task is asked about. */
  POLLED;

  private static final int CALLS = 20;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void teach(FakeUpstream vendor, String key) {
    switch (this) {
      case WRONG_KEY -> {}
      case POLLED -> vendor.on(CallPhase.POLL, Fault.json(400, error("key " + key + " asks")));
      default ->
          vendor.on(CallPhase.SUBMIT, Collections.nCopies(CALLS, fault(key)).toArray(Fault[]::new));
    }
  }

  private Fault fault(String key) {
    String error = error("trouble with " + key + " here");
    return switch (this) {
      case WRONG_KEY, POLLED -> throw new IllegalStateException(name());
      case REFUSED -> Fault.json(400, error);
      case ESCAPED -> Fault.json(400, error.replace(key, escaped(key)));
      case THROTTLED -> Fault.json(429, error, "Retry-After", "1");
      case UNPAID -> Fault.json(402, error);
      case SERVER_ERROR -> Fault.json(500, error);
      case PAGE ->
          (_, reply) -> reply.bytes(502, "text/html", ("<p>" + key + "</p>").getBytes(UTF_8));
      case INSIDE -> Fault.json(200, error);
      case MALFORMED -> Fault.json(200, "{\"data\":[" + key);
      case EVENT ->
          (_, reply) ->
              reply.bytes(
                  200,
                  "text/event-stream",
                  ("event: error\ndata: " + error + "\n\n").getBytes(UTF_8));
      case REDIRECT ->
          Fault.redirect(URI.create("http://127.0.0.1:1/?key=" + key.replace(' ', '+')));
      case BROKEN_HEAD ->
          (_, reply) -> {
            reply.raw(("HTTP/1.1 " + key + " " + key + "\r\n" + key + "\r\n\r\n").getBytes(UTF_8));
            reply.close();
          };
      case LONG -> Fault.json(400, error((key + " ").repeat(CALLS)));
    };
  }

  /** An error in every vendor's place for one. */
  private static String error(String message) {
    String fields = "\"code\":\"odd\",\"type\":\"odd\",\"message\":\"" + message + "\"";
    return "{\"error\":{%s},\"errors\":[{%s}],\"detail\":\"%s\"}"
        .formatted(fields, fields, message);
  }

  private static String escaped(String key) {
    var escaped = new StringBuilder();
    key.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
    return escaped.toString();
  }
}
