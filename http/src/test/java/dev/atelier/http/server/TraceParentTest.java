package dev.atelier.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header of W3C Trace Context. */
class TraceParentTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @ParameterizedTest
  @ValueSource(strings = {"00", "01"})
  void what_is_written_is_read(String flags) {
    String text = "00-" + TRACE + "-" + SPAN + "-" + flags;

    assertThat(TraceParent.parse(text))
        .contains(new TraceParent(TRACE, SPAN, flags.equals("01")))
        .map(Object::toString)
        .contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-" + TRACE + "-" + SPAN + "-03-and-more",
        "cc-" + TRACE + "-" + SPAN + "-01",
        " 00-" + TRACE + "-" + SPAN + "-ff "
      })
  void later_versions_and_flags_are_read_as_far_as_they_are_known(String text) {
    assertThat(TraceParent.parse(text)).contains(new TraceParent(TRACE, SPAN, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "00-" + TRACE + "-" + SPAN + "-0x",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-" + TRACE + SPAN + "-01"
      })
  void what_is_no_traceparent_is_none(String text) {
    assertThat(TraceParent.parse(text)).isEmpty();
  }

  @Test
  void a_child_is_of_the_same_trace() {
    var parent = new TraceParent(TRACE, SPAN, true);

    assertThat(parent.span("b7ad6b7169203331"))
        .isEqualTo(new TraceParent(TRACE, "b7ad6b7169203331", true));
  }
}
