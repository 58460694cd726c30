package dev.atelier.api.session;

import dev.atelier.http.server.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who has signed in with a browser: a random cookie stands for the key, which the browser never
 * keeps.
 *
 * <p>Held in the memory of this process, the cookie as its SHA-256, at most {@value #SESSIONS_MAX}
 * of them: a restart ends them all. The key is checked at each request, so that a session ends with
 * its key. Thread-safe.
 */
public final class BrowserSessions {
  /** How long one lasts, whether it is used or not. */
  public static final Duration LASTS = Duration.ofHours(12);

  /** What the cookie is called. */
  public static final String COOKIE = "atelier_session";

  private static final int SESSIONS_MAX = 10_000;
  private static final int TOKEN_BYTES = 32;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final String path;
  private final int max;

  /** By the hash of their cookie; they end in the order in which they began. */
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  /**
   * @param path below which the cookie is sent, such as {@code /api/v1}
   * @param random makes the cookies: a {@link java.security.SecureRandom} wherever they matter
   */
  public BrowserSessions(String path, InstantSource clock, RandomGenerator random) {
    this(path, clock, random, SESSIONS_MAX);
  }

  BrowserSessions(String path, InstantSource clock, RandomGenerator random, int max) {
    this.max = max;
    this.path = path;
    this.clock = clock;
    this.random = random;
  }

  private record Session(String key, Instant expires) {
    @Override
    public String toString() {
      return "Session[masked]";
    }
  }

  /**
   * Begins a session, whose cookie goes with the answer.
   *
   * @param key that was just accepted
   * @return when it ends
   */
  public Instant begin(Exchange exchange, String key) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    Instant expires = clock.instant().plus(LASTS);
    add(hash(cookie), new Session(key, expires));
    set(exchange, cookie, LASTS);
    return expires;
  }

  /** Ends the session of a request, if it has one, and takes the cookie back. */
  public void end(Exchange exchange) {
    cookie(exchange).ifPresent(cookie -> remove(hash(cookie)));
    set(exchange, "", Duration.ZERO);
  }

  /**
   * The key that the cookie of a request stands for, if a page of this server sent it; see {@link
   * #sentByOwnPage}.
   */
  public Optional<String> key(Exchange exchange) {
    return session(exchange).filter(_ -> sentByOwnPage(exchange)).map(Session::key);
  }

  /** When the session of a request ends. */
  public Optional<Instant> expires(Exchange exchange) {
    return session(exchange).map(Session::expires);
  }

  /**
   * Whether a page of this server sent a request. One that may change something must also have the
   * header {@code x-atelier-page}, which other pages cannot add.
   */
  public boolean sentByOwnPage(Exchange exchange) {
    return OwnPage.sent(exchange);
  }

  private Optional<Session> session(Exchange exchange) {
    return cookie(exchange).flatMap(cookie -> find(hash(cookie)));
  }

  private synchronized Optional<Session> find(String hash) {
    Instant now = clock.instant();
    return Optional.ofNullable(sessions.get(hash)).filter(one -> one.expires().isAfter(now));
  }

  /** Those that are over make room, and then the oldest does. */
  private synchronized void add(String hash, Session session) {
    Instant now = clock.instant();
    Iterator<Session> oldest = sessions.values().iterator();
    while (oldest.hasNext()) {
      if (oldest.next().expires().isAfter(now) && sessions.size() < max) {
        break;
      }
      oldest.remove();
    }
    sessions.put(hash, session);
  }

  private synchronized void remove(String hash) {
    sessions.remove(hash);
  }

  private void set(Exchange exchange, String cookie, Duration lasts) {
    String secure = exchange.baseUrl().startsWith("https:") ? "; Secure" : "";
    exchange.setHeader(
        "Set-Cookie",
        "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
            .formatted(COOKIE, cookie, path, lasts.toSeconds(), secure));
  }

  private static Optional<String> cookie(Exchange exchange) {
    String prefix = COOKIE + "=";
    return exchange.headers("Cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(prefix))
        .map(pair -> pair.substring(prefix.length()))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static String hash(String cookie) {
    try {
      byte[] bytes = cookie.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
