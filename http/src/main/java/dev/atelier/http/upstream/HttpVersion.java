package dev.atelier.http.upstream;

import java.util.Arrays;
import java.util.Optional;

/** Which HTTP a request is sent over. */
public enum HttpVersion {
  /** One call at a time on a connection. */
  HTTP_1_1("1"),

  /**
   * Many at once: over TLS where the server chooses it by ALPN, else HTTP/1.1; without TLS by prior
   * knowledge, where nothing falls back.
   */
  HTTP_2("2");

  private final String word;

  HttpVersion(String word) {
    this.word = word;
  }

  /** As options write it. */
  public String word() {
    return word;
  }

  public static Optional<HttpVersion> of(String word) {
    return Arrays.stream(values()).filter(version -> version.word.equals(word)).findFirst();
  }
}
