package dev.atelier.http.server;

import dev.atelier.http.coding.CodedBodyException;
import dev.atelier.http.coding.UnpackedTooLargeException;
import dev.atelier.http.wire.SseWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One request and its one answer.
 *
 * <p>Used by the thread that handles the request; only {@link SseWriter} may be shared. The answer
 * is begun by exactly one of the {@code respond}, {@code sse} and {@code sendFile} methods; whoever
 * asks for a stream need not close it, the server does when the handler returns. Writing throws
 * {@link ClientGoneException} when nobody reads any more.
 */
public interface Exchange {
  /** In capitals. A HEAD request reaches the GET handler of its path and says {@code HEAD} here. */
  String method();

  /**
   * The path as the template that matched has it, with its values as they came, whatever way it was
   * spelled; the path as it came where none did. No query.
   */
  String path();

  /** The template that matched, prefix included; empty when none did. */
  String route();

  /** The decoded value of {@code {name}} in the template; it holds no slash unless encoded. */
  String variable(String name);

  /** The first value of a query parameter, decoded. */
  Optional<String> query(String name);

  /** Every query parameter in order of appearance, decoded. */
  Map<String, List<String>> queryAll();

  /** The first value of a request header. */
  Optional<String> header(String name);

  /** Every value of a request header, in order. */
  List<String> headers(String name);

  /** When its headers were read, by the wall clock: before anything of the body was. */
  Instant received();

  /** The time since then, by a monotonic clock. */
  Duration elapsed();

  /** {@code req_} and 32 hex digits; also the {@code x-request-id} of the answer. */
  String requestId();

  /**
   * Its own place in a trace, as W3C's header {@code traceparent} writes it; empty where requests
   * are not traced.
   */
  Optional<String> traceparent();

  /**
   * Scheme and authority as the client sees them, such as {@code http://127.0.0.1:8080}: as trusted
   * proxies tell, else as the request itself does.
   */
  String baseUrl();

  /** Whether it was sent on this machine, and passed on by no proxy. */
  boolean remoteIsLoopback();

  /** The Content-Type header as sent, parameters included. */
  Optional<String> contentType();

  /** The same without its parameters, in small letters. */
  default Optional<String> mediaType() {
    return contentType().map(type -> HeaderValue.parse(type).value().toLowerCase(Locale.ROOT));
  }

  /** The declared body length, as it was packed; empty for a chunked body and for none. */
  OptionalLong contentLength();

  /**
   * The body, unpacked where it came packed, read once. Throws {@link BodyTooLargeException} or
   * {@link UnpackedTooLargeException} past the route's limit, {@link CodedBodyException} when it
   * cannot be unpacked, {@link SlowBodyException} when it stalls, {@link ClientGoneException} when
   * it ends early.
   */
  InputStream body();

  /** The same of at most so many bytes, where the route takes more. */
  InputStream body(long bytesMax);

  /** Sets a header of the answer, before the answer begins. */
  void setHeader(String name, String value);

  /** Adds one more value of a header of the answer, such as a second cookie. */
  void addHeader(String name, String value);

  /** Answers without a body. */
  void respond(int status) throws IOException;

  /**
   * Names the state of what is asked for, before the answer begins, and answers 304 to a client
   * that has it already (If-None-Match, RFC 9110); whether that was the answer. Whatever the caller
   * may see is decided before.
   */
  default boolean unchanged(EntityTag tag) throws IOException {
    setHeader("ETag", tag.header());
    setHeader("Cache-Control", "private, no-cache");
    if (header("If-None-Match").filter(tag::in).isEmpty()) {
      return false;
    }
    respond(304);
    return true;
  }

  /** Answers with a small body. */
  void respond(int status, String mediaType, byte[] body) throws IOException;

  /** Answers with a body of unknown length: buffered, sent in blocks. */
  OutputStream respond(int status, String mediaType) throws IOException;

  /** Answers with a body of exactly {@code bytes}: buffered, sent in blocks, never chunked. */
  OutputStream respond(int status, String mediaType, long bytes) throws IOException;

  /** Answers 200 with an event stream; the headers leave at once. */
  SseWriter sse() throws IOException;

  /**
   * Answers with a file, which the caller closes: 200, 206, 304, 412 or 416 as Range, If-Range,
   * If-None-Match and If-Match ask for (RFC 9110). One range is served; several, or a malformed
   * one, give the whole file.
   *
   * @param etag a strong entity tag, without quotes
   * @param disposition the Content-Disposition header, if any
   */
  void sendFile(
      SeekableByteChannel file, String mediaType, String etag, Optional<String> disposition)
      throws IOException;

  /**
   * Calls {@code gone}, at most once and on another thread, when the client closes or resets its
   * connection, or cancels its HTTP/2 stream, before the answer has ended. One that only ends its
   * sending cannot be told from one that closed: it counts as gone too. The server's own stop does
   * not. To be called once, when the request's body was read; {@code gone} must not wait for
   * anything.
   */
  void onClientGone(Consumer<ClientGoneException> gone);

  /** Whether the answer has begun, so that no error can be rendered any more. */
  boolean committed();

  /** Adds to the access log; never a key, a prompt or a body. */
  void note(String key, Object value);
}
