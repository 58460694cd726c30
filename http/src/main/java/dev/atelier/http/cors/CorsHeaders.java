package dev.atelier.http.cors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The headers that pages of other origins may send and read, beside those that a browser allows
 * anyhow.
 *
 * @param sent names of request headers
 * @param exposed names of headers of answers
 */
public record CorsHeaders(List<String> sent, List<String> exposed) {
  /** Those that HTTP itself and its usual tools know, whatever the API. */
  public static final CorsHeaders STANDARD =
      new CorsHeaders(
          List.of(
              "Authorization",
              "Content-Type",
              "Content-Encoding",
              "Accept",
              "Accept-Language",
              "User-Agent",
              "Cache-Control",
              "X-Requested-With",
              "If-Match",
              "If-None-Match",
              "If-Range",
              "Range",
              "Last-Event-ID",
              "traceparent",
              "tracestate",
              "baggage"),
          List.of(
              "x-request-id",
              "Retry-After",
              "Location",
              "Allow",
              "WWW-Authenticate",
              "Accept-Encoding",
              "Content-Disposition",
              "Content-Range",
              "Accept-Ranges",
              "ETag"));

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final int FURTHER_MAX = 64;

  public CorsHeaders {
    sent = List.copyOf(sent);
    exposed = List.copyOf(exposed);
  }

  /** These and others. */
  public CorsHeaders with(List<String> moreSent, List<String> moreExposed) {
    return new CorsHeaders(
        Stream.concat(sent.stream(), moreSent.stream()).toList(),
        Stream.concat(exposed.stream(), moreExposed.stream()).toList());
  }

  /**
   * What a request may send: the known names, and whatever is asked for, as long as it is a name,
   * and not one by which proxies speak.
   *
   * @param asked the values of {@code Access-Control-Request-Headers}
   */
  String allowed(List<String> asked) {
    Map<String, String> names = new LinkedHashMap<>();
    sent.forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
    asked.stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip)
        .filter(name -> NAME.matcher(name).matches() && !isProxys(name.toLowerCase(Locale.ROOT)))
        .limit(FURTHER_MAX)
        .forEach(name -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
    return String.join(", ", names.values());
  }

  private static boolean isProxys(String name) {
    return name.startsWith("x-forwarded-") || name.equals("forwarded") || name.equals("x-real-ip");
  }
}
