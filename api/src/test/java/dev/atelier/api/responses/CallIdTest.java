package dev.atelier.api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.read.JobIdFormat;
import dev.atelier.image.JobId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallIdTest {
  private static final JobId JOB =
      new JobId(UUID.fromString("0199f3c2-a5d4-7b3e-8c1d-2f4a6b8c0d1e"));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 255, 256, 9_999})
  void what_is_written_is_read(int image) {
    assertThat(CallId.parse(new CallId(JOB, image).toString())).hasValue(new CallId(JOB, image));
  }

  @Test
  void it_begins_with_the_job() {
    assertThat(new CallId(JOB, 3)).hasToString("ig_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e03");
    assertThat(JobIdFormat.parse(JobIdFormat.hex("resp_").of(JOB))).hasValue(JOB);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ig_",
        "ig_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e",
        "ig_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e00000",
        "ig_0199F3C2A5D47B3E8C1D2F4A6B8C0D1E00",
        "resp_0199f3c2a5d47b3e8c1d2f4a6b8c0d1e00"
      })
  void anything_else_is_none(String text) {
    assertThat(CallId.parse(text)).isEmpty();
  }
}
