package dev.atelier.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.http.upstream.UpstreamExchange;
import dev.atelier.image.AccountId;
import dev.atelier.image.ImageSize;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.Usage;
import dev.atelier.media.ImageInfo;
import dev.atelier.provider.Account;
import dev.atelier.provider.Credential;
import dev.atelier.provider.Results.Statement;
import dev.atelier.queue.AttemptReport;
import dev.atelier.queue.AttemptReport.Received;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How many exchanges become one record. Times are in milliseconds after the attempt began. */
class CallTraceTest {
  private static final String SECRET = "sk-canary-4711";
  private static final Account ACCOUNT =
      new Account(
          new AccountId("one"),
          "apimart",
          Optional.empty(),
          Credential.of(SECRET),
          Map.of("gpt-image-2", "their-name"),
          1,
          OptionalInt.empty(),
          Optional.empty(),
          1,
          Map.of(),
          false);

  private long now = Long.MAX_VALUE - 1_000_000; // where a monotonic clock may stand
  private final long begun = now;
  private final CallTrace trace = new CallTrace(() -> now);

  @Test
  void the_order_has_the_phases_and_everything_has_the_bytes() {
    trace.exchanged(exchange(0, 5, 6, 20, Map.of("x-request-id", "upload")));
    trace.ordering();
    trace.exchanged(exchange(100, 2, 10, 200, Map.of("x-request-id", "order")));
    trace.exchanged(exchange(5_000, 1, 2, 40, Map.of("x-request-id", "poll")));
    at(7_000);
    trace.ended();
    at(9_000);

    AttemptReport report = report();
    assertThat(report.latency().connect()).contains(Duration.ofMillis(2));
    assertThat(report.latency().firstByte()).contains(Duration.ofMillis(190));
    assertThat(report.latency().lastByte()).contains(Duration.ofMillis(5_040 - 110));
    assertThat(report.latency().whole()).isEqualTo(Duration.ofMillis(7_000));
    assertThat(report.bytesOut()).isEqualTo(300);
    assertThat(report.bytesIn()).isEqualTo(3_000);
    assertThat(report.requestIds()).isEqualTo(Map.of("x-request-id", "order"));
    assertThat(report.provider()).isEqualTo("apimart");
    assertThat(report.model()).isEqualTo("their-name");
  }

  @Test
  void an_image_that_comes_from_elsewhere_ends_the_last_phase() {
    trace.ordering();
    trace.exchanged(exchange(0, 1, 10, 50, Map.of()));
    at(900);
    var size = new ImageSize(64, 48);
    trace.received(3, new ImageInfo(OutputFormat.WEBP, size, size, false, 1), 777);

    assertThat(report().latency().lastByte()).contains(Duration.ofMillis(890));
    assertThat(report().received()).containsExactly(new Received(3, size, OutputFormat.WEBP, 777));
  }

  @Test
  void a_call_that_is_asked_for_again_has_no_order_of_its_own() {
    trace.exchanged(exchange(10, 1, 2, 30, Map.of("cf-ray", "r1")));

    assertThat(report().latency().connect()).isEmpty();
    assertThat(report().latency().firstByte()).isEmpty();
    assertThat(report().latency().lastByte()).contains(Duration.ofMillis(40));
    assertThat(report().requestIds()).isEqualTo(Map.of("cf-ray", "r1"));
  }

  @Test
  void an_order_without_an_answer_has_no_first_byte() {
    trace.ordering();
    trace.exchanged(
        new UpstreamExchange(
            begun,
            true,
            Optional.of(Duration.ofMillis(1)),
            Optional.of(Duration.ofMillis(2)),
            Optional.empty(),
            Optional.empty(),
            80,
            0,
            OptionalInt.empty(),
            Map.of()));

    assertThat(report().latency().reused()).isTrue();
    assertThat(report().latency().connect()).contains(Duration.ofMillis(1));
    assertThat(report().latency().firstByte()).isEmpty();
    assertThat(report().latency().lastByte()).isEmpty();
  }

  @Test
  void the_latest_word_counts() {
    trace.stated(Statement.of(new BigDecimal("0.01")));
    var usage = new Usage(5, 0, 196);
    trace.stated(
        new Statement(
            Optional.of(new BigDecimal("0.02")), Optional.of(usage), Map.of("quality", "low")));

    assertThat(trace.statement().usd()).contains(new BigDecimal("0.02"));
    assertThat(report().usage()).contains(usage);
    assertThat(report().stated()).isEqualTo(Map.of("quality", "low"));
  }

  @Test
  void a_credential_that_is_sent_back_is_not_kept() {
    trace.exchanged(exchange(0, 1, 2, 3, Map.of("x-request-id", "for-" + SECRET)));
    trace.stated(
        new Statement(Optional.empty(), Optional.empty(), Map.of("model", SECRET + "\n\u001b[1m")));

    assertThat(report().toString()).doesNotContain(SECRET).doesNotContain("\u001b");
  }

  private AttemptReport report() {
    return trace.report(ACCOUNT, "gpt-image-2", 1);
  }

  private void at(long millis) {
    now = begun + Duration.ofMillis(millis).toNanos();
  }

  private UpstreamExchange exchange(
      long at, long connected, long sent, long answered, Map<String, String> ids) {
    return new UpstreamExchange(
        begun + Duration.ofMillis(at).toNanos(),
        false,
        Optional.of(Duration.ofMillis(connected)),
        Optional.of(Duration.ofMillis(sent)),
        Optional.of(Duration.ofMillis(answered)),
        Optional.of(Duration.ofMillis(answered)),
        100,
        1_000,
        OptionalInt.of(200),
        ids);
  }
}
