package dev.atelier.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atelier.gateway.job.AdmissionGate;
import dev.atelier.image.FaultException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is taken, and what begins. */
class AdmissionGateTest {
  @Test
  void while_contents_are_away_nothing_is_taken_and_nothing_begins() {
    var away = new AtomicBoolean(true);
    var gate = new AdmissionGate(() -> problem(away), () -> problem(away));

    assertThatExceptionOfType(FaultException.class)
        .isThrownBy(gate::check)
        .satisfies(e -> assertThat(e.fault().toString()).contains("the store is away"));
    assertThat(gate.mayBegin()).isFalse();

    away.set(false);
    assertThatCode(gate::check).doesNotThrowAnyException();
    assertThat(gate.mayBegin()).isTrue();
  }

  @Test
  void on_a_full_disk_what_was_taken_goes_on() {
    var gate = AdmissionGate.ofDisk(() -> true);

    assertThatExceptionOfType(FaultException.class).isThrownBy(gate::check);
    assertThat(gate.mayBegin()).isTrue();
  }

  @Test
  void while_draining_nothing_begins() {
    var gate = AdmissionGate.ofDisk(() -> false);
    gate.drain();

    assertThatExceptionOfType(FaultException.class).isThrownBy(gate::check);
    assertThat(gate.mayBegin()).isFalse();
  }

  private static Optional<String> problem(AtomicBoolean away) {
    return away.get() ? Optional.of("the store is away") : Optional.empty();
  }
}
