package dev.atelier.gateway.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class UnwordedTest {
  @Test
  void a_failure_says_what_and_where_it_is_and_not_what_it_says() {
    var failure = new UncheckedIOException("no: a red fox", new IOException("a \\u0072ed fox"));
    failure.addSuppressed(new IllegalStateException("a red fox"));
    var printed = new StringWriter();

    new Unworded(failure).printStackTrace(new PrintWriter(printed, true));

    assertThat(printed.toString())
        .contains("java.io.UncheckedIOException", "java.io.IOException", "UnwordedTest.java")
        .doesNotContain("fox");
  }

  @Test
  void causes_in_a_circle_come_to_an_end() {
    var one = new IllegalStateException("one");
    one.initCause(new IllegalArgumentException("two", one));
    assertThat(new Unworded(one)).hasMessage("java.lang.IllegalStateException");
  }
}
