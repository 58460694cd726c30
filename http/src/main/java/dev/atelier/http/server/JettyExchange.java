package dev.atelier.http.server;

import dev.atelier.http.address.ForwardedHeaders;
import dev.atelier.http.coding.ContentCodings;
import dev.atelier.http.wire.SseWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** An {@link Exchange} over Jetty's request and response. */
final class JettyExchange implements Exchange {
  private final Request request;
  private final Response response;
  private final Sink sink;
  private final String requestId;
  private final Map<String, Object> notes = new LinkedHashMap<>();
  private final Exchanges shared;
  private final Optional<RequestSpan> span;
  private String route = "";
  private String path;
  private Map<String, String> variables = Map.of();
  private long bodyBytesMax;
  private @Nullable Map<String, List<String>> query;
  private @Nullable ContentCodings codings;
  private @Nullable RequestBody requestBody;
  private @Nullable InputStream plainBody;
  private @Nullable ResponseBody responseBody;
  private @Nullable ClientEndPoint watched;
  private long bytesOut;
  private final long begun = System.nanoTime();

  JettyExchange(Request request, Response response, Sink sink, String requestId, Exchanges shared) {
    this.request = request;
    this.response = response;
    this.sink = sink;
    this.requestId = requestId;
    this.shared = shared;
    this.bodyBytesMax = shared.limits().bodyBytesMax();
    this.path = RequestTarget.of(request).path();
    this.span = shared.spans().begin(caller(request));
    response.getHeaders().put("x-request-id", requestId);
  }

  /** The span that the client says it calls from; several headers say nothing. */
  private static Optional<TraceParent> caller(Request request) {
    List<String> said = request.getHeaders().getValuesList(TraceParent.HEADER);
    return said.size() == 1 ? TraceParent.parse(said.getFirst()) : Optional.empty();
  }

  void matched(Router.Match.Found found) {
    route = found.template();
    path = found.path();
    variables = found.variables();
    if (found.route().bodyBytesMax() >= 0) {
      bodyBytesMax = found.route().bodyBytesMax();
    }
  }

  long bodyBytesMax() {
    return bodyBytesMax;
  }

  @Override
  public Instant received() {
    return Instant.ofEpochMilli(Request.getTimeStamp(request));
  }

  @Override
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String route() {
    return route;
  }

  @Override
  public String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no variable {" + name + "} in " + route);
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    List<String> values = queryAll().get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  @Override
  public Map<String, List<String>> queryAll() {
    if (query == null) {
      Map<String, List<String>> parsed = new LinkedHashMap<>();
      for (Fields.Field field : Request.extractQueryParameters(request)) {
        parsed.put(field.getName(), List.copyOf(field.getValues()));
      }
      query = parsed;
    }
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public Optional<String> traceparent() {
    return span.map(place -> place.own().toString());
  }

  @Override
  public String requestId() {
    return requestId;
  }

  @Override
  public String baseUrl() {
    HttpURI uri = request.getHttpURI();
    String scheme = uri.getScheme() == null ? "http" : uri.getScheme();
    String authority =
        uri.getAuthority() == null
            ? Request.getServerName(request) + ":" + Request.getServerPort(request)
            : uri.getAuthority();
    return sender()
        .map(sender ->
            new ForwardedHeaders(this::headers)
                .baseUrl(shared.proxies(), sender, scheme, authority))
        .orElse(scheme + "://" + authority);
  }

  @Override
  public boolean remoteIsLoopback() {
    return sender().filter(InetAddress::isLoopbackAddress).isPresent()
        && !new ForwardedHeaders(this::headers).any();
  }

  /** The other end of the connection: the client, or the last proxy before us. */
  private Optional<InetAddress> sender() {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress remote
        ? Optional.ofNullable(remote.getAddress())
        : Optional.empty();
  }

  @Override
  public Optional<String> contentType() {
    return Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
  }

  @Override
  public OptionalLong contentLength() {
    long length = request.getLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** How the body is coded; a request without one may say what it likes. */
  ContentCodings codings() {
    if (codings == null) {
      codings =
          hasBody()
              ? ContentCodings.of(headers("Content-Encoding"), headers("Transfer-Encoding"))
              : ContentCodings.NONE;
    }
    return codings;
  }

  /** As far as its headers tell; of HTTP/2 they tell nothing where there is no length. */
  private boolean hasBody() {
    boolean unsized =
        request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
            || (!oneRequestAtATime() && !method().equals("GET") && !method().equals("HEAD"));
    return contentLength().orElse(unsized ? 1 : 0) > 0;
  }

  @Override
  public InputStream body() {
    if (plainBody == null) {
      requestBody = new RequestBody(request, bodyBytesMax, shared.limits());
      plainBody = codings().unpack(requestBody, bodyBytesMax);
    }
    return plainBody;
  }

  @Override
  public InputStream body(long bytesMax) {
    bodyBytesMax = Math.min(bodyBytesMax, bytesMax);
    return body();
  }

  @Override
  public void setHeader(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    response.getHeaders().add(name, value);
  }

  @Override
  public void respond(int status) throws IOException {
    begin(status).close();
  }

  @Override
  public void respond(int status, String mediaType, byte[] body) throws IOException {
    ResponseBody unused = begin(status);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, mediaType);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    unused.discard();
    bytesOut = body.length;
    sink.write(true, ByteBuffer.wrap(body));
  }

  @Override
  public OutputStream respond(int status, String mediaType) throws IOException {
    ResponseBody body = begin(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
    return body;
  }

  @Override
  public OutputStream respond(int status, String mediaType, long bytes) throws IOException {
    ResponseBody body = begin(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
    return body;
  }

  @Override
  public SseWriter sse() throws IOException {
    setHeader("Cache-Control", "no-store");
    setHeader("X-Accel-Buffering", "no");
    OutputStream body = respond(200, "text/event-stream; charset=utf-8");
    body.flush();
    return new SseWriter(body);
  }

  @Override
  public void sendFile(
      SeekableByteChannel file, String mediaType, String etag, Optional<String> disposition)
      throws IOException {
    disposition.ifPresent(value -> setHeader("Content-Disposition", value));
    new FileResponse(this, file, mediaType, etag).send();
  }

  @Override
  public void onClientGone(Consumer<ClientGoneException> gone) {
    var connection = request.getConnectionMetaData().getConnection().getEndPoint();
    if (connection instanceof ClientEndPoint watchable && oneRequestAtATime()) {
      watched = watchable;
      watchable.watch(() -> gone.accept(new ClientGoneException(new EOFException("closed"))));
    } else {
      request.addFailureListener(cause -> {
        if (request.getConnectionMetaData().getConnector().getServer().isRunning()) {
          gone.accept(new ClientGoneException(cause));
        }
      });
    }
  }

  private boolean oneRequestAtATime() {
    return request.getConnectionMetaData().getHttpVersion().getVersion()
        < HttpVersion.HTTP_2.getVersion();
  }

  /** From here on the connection is read for its next request. */
  void unwatch() {
    if (watched != null) {
      watched.unwatch();
    }
  }

  /** Nobody is to be answered: whoever ended its sending alone sees the connection close. */
  void breakOff() {
    unwatch();
    if (watched != null && watched.isInputShutdown()) {
      watched.close();
    }
  }

  @Override
  public boolean committed() {
    return response.isCommitted();
  }

  @Override
  public void note(String key, Object value) {
    notes.put(key, value);
  }

  /** Takes back an answer that was begun and not sent, so that an error can be rendered. */
  void takeBack() {
    if (responseBody != null) {
      responseBody.discard();
      responseBody = null;
    }
    for (HttpHeader header : FileResponse.HEADERS) {
      response.getHeaders().remove(header);
    }
  }

  /** Ends an answer, begun or not. */
  void finish() throws IOException {
    if (responseBody != null) {
      responseBody.close();
    } else if (!committed()) {
      sink.write(true, ByteBuffer.allocate(0));
    }
  }

  /** Frees what the request's body was read with. */
  void close() throws IOException {
    if (plainBody != null) {
      plainBody.close();
    }
  }

  AccessRecord accessRecord(int status, Duration duration) {
    long in = requestBody == null ? 0 : requestBody.bytes();
    long out = responseBody == null ? 0 : Math.max(bytesOut, responseBody.bytes());
    return new AccessRecord(
        method(), route, status, duration, in, out, requestId, notes, received(), span);
  }

  private ResponseBody begin(int status) {
    if (responseBody != null) {
      throw new IllegalStateException("the answer was already begun");
    }
    response.setStatus(status);
    responseBody = new ResponseBody(sink, request.getComponents().getByteBufferPool());
    return responseBody;
  }
}
