package dev.atelier.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The dashboard and the alert rules name nothing that is not exported. */
class DashboardTest {
  private static final SampleMetrics SAMPLE = SampleMetrics.withEverything();
  private static Map<String, Families.Family> families = Map.of();

  @BeforeAll
  static void export() {
    families = Families.exported(SAMPLE.metrics.scrape());
  }

  @AfterAll
  static void close() {
    SAMPLE.close();
  }

  @Test
  void the_dashboard_can_be_imported() {
    JsonNode dashboard = dashboard();

    assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
    assertThat(dashboard.path("title").asString()).isEqualTo("Atelier");
    assertThat(dashboard.at("/templating/list/0/type").asString()).isEqualTo("datasource");
    var ids = new TreeSet<Integer>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("id of %s", panel).isTrue();
      assertThat(panel.path("gridPos").path("w").asInt()).isBetween(1, 24);
      if (!panel.path("type").asString().equals("row")) {
        assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
        assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
        assertThat(panel.path("targets").isEmpty()).isFalse();
      }
    }
  }

  @Test
  void every_expression_of_the_dashboard_reads_what_is_exported() {
    assertThat(expressions(dashboard()))
        .hasSizeGreaterThan(35)
        .allSatisfy(one -> assertThat(PromQl.problems(one, families)).isEmpty());
  }

  @Test
  void every_metric_of_ours_is_on_the_dashboard() {
    String all = String.join("\n", expressions(dashboard()));

    assertThat(Families.documented().keySet()).allSatisfy(name -> assertThat(all).contains(name));
  }

  @Test
  void every_alert_reads_what_is_exported() {
    JsonNode rules =
        YAMLMapper.shared()
            .readTree(Families.read("prometheus", "alerts.yaml"))
            .at("/groups/0/rules");

    assertThat(rules.size()).isGreaterThan(6);
    for (JsonNode rule : rules) {
      assertThat(PromQl.problems(rule.path("expr").asString(), families))
          .as(rule.path("alert").asString())
          .isEmpty();
      assertThat(rule.at("/labels/severity").asString()).isIn("warning", "critical");
      assertThat(rule.at("/annotations/summary").asString()).isNotBlank();
    }
  }

  @Test
  void a_wrong_name_would_be_found() {
    assertThat(PromQl.problems("sum by (tenant) (atelier_queue_running)", families)).hasSize(1);
    assertThat(PromQl.problems("atelier_queue_walking", families)).hasSize(1);
    assertThat(PromQl.problems("atelier_queue_running{dialect=\"openai\"}", families)).hasSize(1);
    assertThat(PromQl.problems("atelier_attempts_seconds", families)).hasSize(1);
    assertThat(
            PromQl.problems(
                "rate(atelier_attempts_seconds_count{outcome=~\"spent\"}[5m])", families))
        .isEmpty();
  }

  private static JsonNode dashboard() {
    return JsonMapper.shared().readTree(Families.read("grafana", "atelier.json"));
  }

  private static List<String> expressions(JsonNode dashboard) {
    var all = new ArrayList<String>();
    for (JsonNode panel : dashboard.path("panels")) {
      panel.path("targets").forEach(target -> all.add(target.path("expr").asString()));
    }
    return all;
  }
}
