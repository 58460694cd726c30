package dev.atelier.http.upstream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Takes the times and counts of one call. Used by the thread that makes it. */
final class ExchangeMeter {
  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "apim-request-id", "x-ms-request-id", "request-id", "cf-ray");
  private static final int REQUEST_ID_MAX = 128;
  private static final long NEVER = -1;

  private final long begun = System.nanoTime();
  private long connected = NEVER;
  private long sent = NEVER;
  private long firstByte = NEVER;
  private long lastByte = NEVER;
  private @Nullable EndpointDetails counts;
  private boolean reused;
  private long sentBefore;
  private long receivedBefore;
  private int status;
  private Map<String, String> requestIds = Map.of();

  void connected(HttpConnection connection) {
    connected = since();
    EndpointDetails details = connection.getEndpointDetails();
    counts = details;
    if (details != null) {
      reused = details.getRequestCount() > 0;
      sentBefore = details.getSentBytesCount();
      receivedBefore = details.getReceivedBytesCount();
    }
  }

  void sent() {
    sent = since();
  }

  void answered(HttpResponse response) {
    firstByte = since();
    lastByte = firstByte;
    status = response.getCode();
    requestIds = requestIds(response);
  }

  /** A block of the body came. */
  void received() {
    lastByte = since();
  }

  UpstreamExchange exchange() {
    EndpointDetails details = counts;
    return new UpstreamExchange(
        begun,
        reused,
        time(connected),
        time(sent),
        time(firstByte),
        time(lastByte),
        details == null ? 0 : details.getSentBytesCount() - sentBefore,
        details == null ? 0 : details.getReceivedBytesCount() - receivedBefore,
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        requestIds);
  }

  private static Map<String, String> requestIds(HttpResponse response) {
    var ids = new LinkedHashMap<String, String>();
    for (String name : REQUEST_IDS) {
      Header header = response.getFirstHeader(name);
      if (header != null && plain(header.getValue())) {
        ids.put(name, header.getValue());
      }
    }
    return ids;
  }

  /** Whatever an upstream writes there is kept and shown, so it has the looks of an id. */
  private static boolean plain(@Nullable String id) {
    return id != null
        && !id.isEmpty()
        && id.length() <= REQUEST_ID_MAX
        && id.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private long since() {
    return System.nanoTime() - begun;
  }

  private static Optional<Duration> time(long nanos) {
    return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
