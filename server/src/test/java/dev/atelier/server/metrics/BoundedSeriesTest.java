package dev.atelier.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.AccountId;
import dev.atelier.metering.ledger.UpstreamCost;
import dev.atelier.provider.Account;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However odd what comes is, the number of series stays bounded. */
class BoundedSeriesTest {
  private static final int MANY = 1_000;

  @Test
  void a_thousand_of_everything_make_no_thousand_series() {
    try (var sample = SampleMetrics.withEverything()) {
      int before = series(sample);
      for (int i = 0; i < MANY; i++) {
        sample.http.answered(SampleMetrics.request("X-METHOD-" + i, ""));
        sample.everything(
            SampleJobs.succeeded("model-" + i, 16 + 2 * i, 16 + 3 * i, "quality-" + i));
      }

      assertThat(series(sample) - before).isLessThan(150);
    }
  }

  @Test
  void routes_beyond_all_that_we_have_count_together() {
    try (var sample = SampleMetrics.withEverything()) {
      IntStream.range(0, MANY)
          .forEach(i -> sample.http.answered(SampleMetrics.request("GET", "/random/" + i)));
      String scrape = sample.metrics.scrape();

      assertThat(scrape).contains("route=\"other\"").doesNotContain("/random/999");
      assertThat(
              scrape.lines().filter(line -> line.startsWith("atelier_http_requests_seconds_count")))
          .hasSizeLessThan(310);
    }
  }

  @Test
  void accounts_beyond_two_hundred_count_together() {
    Account[] accounts =
        IntStream.range(0, MANY)
            .mapToObj(i -> SampleMetrics.account("account-" + i))
            .toArray(Account[]::new);
    try (var sample = new SampleMetrics(accounts)) {
      for (Account account : accounts) {
        sample.jobs.spent(
            new AccountId(account.id().value()),
            new UpstreamCost(1_000_000, UpstreamCost.Basis.TOLD));
      }
      String scrape = sample.metrics.scrape();

      assertThat(scrape.lines().filter(line -> line.startsWith("atelier_account_slots_used{")))
          .hasSize(200);
      assertThat(
              scrape
                  .lines()
                  .filter(line ->
                      line.startsWith("atelier_upstream_cost_usd_total{")
                          && line.contains("known")))
          .hasSize(201);
      assertThat(scrape)
          .contains("atelier_upstream_cost_usd_total{account=\"other\",certainty=\"known\"} 800.0");
    }
  }

  @Test
  void no_series_shows_a_prompt_a_tenant_or_a_key() {
    try (var sample = SampleMetrics.withEverything()) {
      assertThat(sample.metrics.scrape())
          .doesNotContain("nobody may see")
          .doesNotContain("acme")
          .doesNotContain("key-1");
    }
  }

  private static int series(SampleMetrics sample) {
    return (int) sample.metrics.scrape().lines().filter(line -> !line.startsWith("#")).count();
  }
}
