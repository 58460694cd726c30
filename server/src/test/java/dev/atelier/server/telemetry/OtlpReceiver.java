package dev.atelier.server.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A collector on this machine that takes spans by OTLP over HTTP and keeps every byte. */
public final class OtlpReceiver implements AutoCloseable {
  private static final String PATH = "/v1/traces";

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final List<ReceivedSpan> spans = new ArrayList<>();
  private final List<Map<String, String>> resources = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final boolean hanging;

  private OtlpReceiver(boolean hanging) {
    this.hanging = hanging;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext(PATH, this::take);
    http.setExecutor(threads);
    http.start();
  }

  public static OtlpReceiver start() {
    return new OtlpReceiver(false);
  }

  /** One that takes connections and never answers. */
  public static OtlpReceiver hanging() {
    return new OtlpReceiver(true);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** A span as it came. */
  public record ReceivedSpan(
      String trace,
      String id,
      String parent,
      String name,
      String kind,
      boolean error,
      long nanos,
      Map<String, String> attributes) {}

  public synchronized List<ReceivedSpan> spans() {
    return List.copyOf(spans);
  }

  public List<ReceivedSpan> spans(Predicate<ReceivedSpan> wanted) {
    return spans().stream().filter(wanted).toList();
  }

  /** What the exports say of their sender. */
  public synchronized List<Map<String, String>> resources() {
    return List.copyOf(resources);
  }

  /** The header {@code x-key} of every export. */
  public synchronized List<String> keys() {
    return List.copyOf(keys);
  }

  /** Everything that came, byte by byte. */
  public synchronized String bytes() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (hanging && !letGo.await(1, TimeUnit.MINUTES)) {
        return;
      }
      keep(body, String.valueOf(exchange.getRequestHeaders().getFirst("x-key")));
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keep(byte[] body, String key) throws IOException {
    received.write(body);
    keys.add(key);
    for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      resources.add(attributes(resource.getResource().getAttributesList()));
      resource.getScopeSpansList().stream()
          .flatMap(scope -> scope.getSpansList().stream())
          .forEach(span -> spans.add(read(span)));
    }
  }

  private static ReceivedSpan read(Span span) {
    return new ReceivedSpan(
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        span.getStatus().getCode().name().equals("STATUS_CODE_ERROR"),
        span.getEndTimeUnixNano() - span.getStartTimeUnixNano(),
        attributes(span.getAttributesList()));
  }

  private static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  private static Map<String, String> attributes(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  @Override
  public void close() {
    letGo.countDown();
    http.stop(0);
    threads.shutdownNow();
  }
}
