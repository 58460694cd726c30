package dev.atelier.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.server.metrics.Families.Family;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} has every metric of ours with type and labels, and no other. */
class MetricTableTest {
  @Test
  void the_table_is_what_is_exported() {
    try (var sample = SampleMetrics.withEverything()) {
      Map<String, Family> ours = new TreeMap<>(Families.exported(sample.metrics.scrape()));
      ours.keySet().removeIf(name -> !name.startsWith("atelier_"));

      assertThat(ours).hasSizeGreaterThan(30).isEqualTo(Families.documented());
    }
  }

  @Test
  void what_is_stored_is_shown_as_it_was_read() {
    try (var sample = SampleMetrics.withEverything()) {
      assertThat(sample.metrics.scrape())
          .contains("\natelier_queue_age_seconds 40.0")
          .contains("\natelier_holds_oldest_age_seconds 7200.0")
          .contains("\natelier_holds_overdue 1.0")
          .contains("\natelier_holds_micro_usd 53000.0")
          .contains("\natelier_webhooks_backlog 4.0")
          .contains("\natelier_storage_bytes 6000.0");
    }
  }

  @Test
  void the_costs_of_an_account_begin_at_nothing() {
    try (var sample = new SampleMetrics(SampleMetrics.account("fresh"))) {
      assertThat(sample.metrics.scrape())
          .contains(
              "atelier_upstream_cost_usd_total{account=\"fresh\",certainty=\"ambiguous\"} 0.0");
    }
  }

  @Test
  void an_account_that_is_gone_is_not_shown_any_more() {
    try (var sample = SampleMetrics.withEverything()) {
      assertThat(sample.metrics.scrape()).contains("atelier_account_slots_used{account=\"first\"");
      sample.pool.replace(List.of());

      assertThat(sample.metrics.scrape()).doesNotContain("atelier_account_slots_used{");
    }
  }

  @Test
  void an_account_is_in_one_state() {
    try (var sample = SampleMetrics.withEverything()) {
      assertThat(sample.metrics.scrape())
          .contains("atelier_account_state{account=\"first\",provider=\"fake\",state=\"up\"} 1.0")
          .contains("atelier_account_state{account=\"first\",provider=\"fake\",state=\"off\"} 0.0")
          .contains("atelier_account_slots_limit{account=\"first\",provider=\"fake\"} 8.0");
    }
  }
}
