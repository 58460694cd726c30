package dev.atelier.gateway.attempt;

import dev.atelier.http.upstream.UpstreamExchange;
import dev.atelier.image.Usage;
import dev.atelier.media.ImageInfo;
import dev.atelier.provider.Account;
import dev.atelier.provider.Results.Statement;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptReport.Latency;
import dev.atelier.queue.AttemptReport.Received;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Collects what the request log keeps of one attempt, however many exchanges it took: the order is
 * the first one that ends after its first byte was to leave.
 */
final class CallTrace {
  private final LongSupplier nanos;
  private final long begun;
  private final Map<Integer, Received> received = new TreeMap<>();
  private Statement statement = Statement.NOTHING;
  private Optional<UpstreamExchange> order = Optional.empty();
  private Map<String, String> requestIds = Map.of();
  private boolean ordering;
  private Optional<Long> lastByte = Optional.empty();
  private Optional<Long> ended = Optional.empty();
  private long bytesOut;
  private long bytesIn;

  /**
   * @param nanos the monotonic clock of exchanges
   */
  CallTrace(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  synchronized void ordering() {
    ordering = true;
  }

  synchronized void exchanged(UpstreamExchange exchange) {
    bytesOut += exchange.bytesOut();
    bytesIn += exchange.bytesIn();
    exchange.lastByte().ifPresent(time -> last(exchange.begunNanos() + time.toNanos()));
    boolean ordered = ordering && order.isEmpty();
    if (ordered) {
      order = Optional.of(exchange);
    }
    if (ordered || requestIds.isEmpty()) {
      requestIds = exchange.requestIds();
    }
  }

  synchronized void stated(Statement said) {
    statement = said;
  }

  synchronized void received(int index, ImageInfo info, long bytes) {
    received.put(index, new Received(index, info.size(), info.format(), bytes));
    last(nanos.getAsLong());
  }

  /** The upstream is asked nothing more. */
  synchronized void ended() {
    ended = Optional.of(nanos.getAsLong());
  }

  /** What the upstream says of the call. */
  synchronized Statement statement() {
    return statement;
  }

  /**
   * What is kept.
   *
   * @param account whose credential no text of the upstream gives away
   * @param delivered images that can be delivered
   */
  synchronized AttemptReport report(Account account, String model, int delivered) {
    return new AttemptReport(
        account.provider(),
        account.upstreamName(model),
        delivered,
        statement.usage().filter(usage -> !usage.equals(Usage.NONE)),
        latency(),
        bytesOut,
        bytesIn,
        safe(account, requestIds),
        safe(account, statement.made()),
        List.copyOf(received.values()));
  }

  private Latency latency() {
    long sent =
        order
            .flatMap(
                exchange -> exchange.sent().map(time -> exchange.begunNanos() + time.toNanos()))
            .orElse(begun);
    return new Latency(
        order.map(UpstreamExchange::reused).orElse(false),
        order.flatMap(UpstreamExchange::connected),
        order.flatMap(CallTrace::untilHead),
        lastByte.map(time -> Duration.ofNanos(Math.max(0, time - sent))),
        Duration.ofNanos(ended.orElseGet(nanos::getAsLong) - begun));
  }

  private static Optional<Duration> untilHead(UpstreamExchange order) {
    return order.sent().flatMap(sent -> order.firstByte().map(first -> first.minus(sent)));
  }

  private void last(long time) {
    if (lastByte.isEmpty() || time - lastByte.get() > 0) {
      lastByte = Optional.of(time);
    }
  }

  private static Map<String, String> safe(Account account, Map<String, String> texts) {
    var safe = new HashMap<String, String>();
    texts.forEach((name, text) ->
        safe.put(name, account.credential().hide(text).replaceAll("\\p{Cntrl}", " ")));
    return safe;
  }
}
