package dev.atelier.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.image.Blocked;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobFault;
import dev.atelier.image.Order;
import dev.atelier.image.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowJsonTest {
  private static final int VALUES = 300;

  static Stream<Class<?>> faults() {
    return Generated.cases(JobFault.class);
  }

  static Stream<Class<?>> requests() {
    return Generated.cases(ImageRequest.class);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void every_fault_is_read_as_it_was_written(Class<? extends JobFault> kind) {
    var generated = new Generated(new Random(1));
    for (int i = 0; i < VALUES; i++) {
      JobFault fault = generated.a(kind);
      assertThat(RowJson.fault(RowJson.write(fault))).isEqualTo(fault);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void every_request_is_read_as_it_was_written(Class<? extends ImageRequest> kind) {
    var generated = new Generated(new Random(2));
    for (int i = 0; i < VALUES; i++) {
      ImageRequest request = generated.a(kind);
      assertThat(RowJson.request(RowJson.write(request))).isEqualTo(request);
    }
  }

  @Test
  void every_report_is_read_as_it_was_written() {
    var generated = new Generated(new Random(3));
    for (int i = 0; i < VALUES; i++) {
      var report = generated.a(ImageReport.class);
      assertThat(RowJson.report(RowJson.write(report))).isEqualTo(report);
    }
  }

  @Test
  void every_report_of_a_call_is_read_as_it_was_written() {
    var generated = new Generated(new Random(4));
    for (int i = 0; i < VALUES; i++) {
      var report = generated.a(AttemptReport.class);
      assertThat(RowJson.attempt(RowJson.write(report))).isEqualTo(report);
    }
  }

  @Test
  void the_stored_form_stays_readable_by_later_versions() {
    var fault = new JobFault.UpstreamThrottled(Duration.ofSeconds(5));
    assertThat(RowJson.write(fault))
        .isEqualTo("{\"v\":1,\"kind\":\"UpstreamThrottled\",\"retryAfter\":\"PT5S\"}");
    assertThat(RowJson.write(new ImageRequest.Generation(Order.of("gpt-image-2", "a red fox"))))
        .isEqualTo(
            """
            {"v":1,"kind":"Generation","order":{"model":"gpt-image-2","prompt":{"text":"a red fox"},\
            "count":1,"output":{"size":{"kind":"Auto"},"quality":"AUTO","format":"PNG",\
            "compression":100,"background":"AUTO"},"partials":0,"moderation":"AUTO"}}\
            """);
  }

  @Test
  void a_quality_is_stored_by_its_name_whatever_the_model_calls_it() {
    var order = Order.of("gpt-image-2.5-flare", "a red fox");
    var request =
        new ImageRequest.Generation(
            order.withOutput(order.output().withQuality(new Quality("xhigh"))));

    assertThat(RowJson.write(request)).contains("\"quality\":\"XHIGH\"");
    assertThat(RowJson.request(RowJson.write(request))).isEqualTo(request);
  }

  @Test
  void what_was_written_before_there_were_versions_is_read() {
    assertThat(RowJson.fault("{\"kind\":\"Blocked\",\"stage\":\"INPUT\",\"categories\":[\"a\"]}"))
        .isEqualTo(new Blocked(Blocked.Stage.INPUT, List.of("a")));
  }

  @Test
  void a_report_of_before_differences_were_told_is_read() {
    var report =
        RowJson.report(
            """
            {"v":1,"size":{"width":16,"height":16},"format":"PNG","quality":"LOW","background":"OPAQUE",\
            "engine":"sandbox","account":{"value":"a"},"checks":["structure"],"repairs":[],\
            "notUnderstood":[]}\
            """);
    assertThat(report.differences()).isEmpty();
    assertThat(report.picture()).isEmpty();
  }

  @Test
  void what_a_later_version_added_is_ignored() {
    assertThat(
            RowJson.fault(
                "{\"v\":1,\"kind\":\"UpstreamThrottled\",\"retryAfter\":\"PT5S\",\"new\":{\"a\":[1]}}"))
        .isInstanceOf(JobFault.UpstreamThrottled.class);
  }

  @Test
  void a_form_that_this_version_does_not_know_is_named() {
    assertThatThrownBy(() -> RowJson.fault("{\"v\":2,\"kind\":\"Cancelled\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 2");
  }
}
