package dev.atelier.http.upstream;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
  private @Nullable ByteCounts counts;
  private boolean reused;
  private int status;
  private Map<String, String> requestIds = Map.of();

  void connected(boolean again, ByteCounts moved) {
    connected = elapsed();
    reused = again;
    counts = moved;
  }

  void sent() {
    sent = elapsed();
  }

  void answered(AnswerHead head) {
    firstByte = elapsed();
    lastByte = firstByte;
    status = head.status();
    requestIds = requestIds(head);
  }

  /** A block of the body came. */
  void received() {
    lastByte = elapsed();
  }

  UpstreamExchange exchange() {
    ByteCounts moved = counts;
    return new UpstreamExchange(
        begun,
        reused,
        time(connected),
        time(sent),
        time(firstByte),
        time(lastByte),
        moved == null ? 0 : moved.sent(),
        moved == null ? 0 : moved.received(),
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        requestIds);
  }

  private static Map<String, String> requestIds(AnswerHead head) {
    var ids = new LinkedHashMap<String, String>();
    for (String name : REQUEST_IDS) {
      head.header(name).filter(ExchangeMeter::plain).ifPresent(id -> ids.put(name, id));
    }
    return ids;
  }

  /** Whatever an upstream writes there is kept and shown, so it has the looks of an id. */
  private static boolean plain(String id) {
    return !id.isEmpty()
        && id.length() <= REQUEST_ID_MAX
        && id.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** Since the call began to want a connection. */
  long elapsed() {
    return System.nanoTime() - begun;
  }

  private static Optional<Duration> time(long nanos) {
    return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }
}
