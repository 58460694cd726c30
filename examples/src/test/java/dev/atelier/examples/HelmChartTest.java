package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import dev.atelier.examples.DeploymentFiles.Instruction;
import dev.atelier.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The chart, linted and rendered by Helm itself; there is no Kubernetes here that would take it.
 */
@Timeout(120)
class HelmChartTest {
  private static final Path CHART = DeploymentFiles.path("helm/atelier");
  private static final Map<String, String> REQUIRED =
      Map.of(
          "database.url", "jdbc:postgresql://db.example.org:5432/atelier",
          "storage.bucket", "s3://pictures/atelier",
          "secret.name", "atelier-secrets");

  @TempDir private Path directory;

  @Test
  void helm_finds_nothing_wrong_with_it() throws Exception {
    Path chart = filled();

    LintResult found = new Helm(chart).lint().strict().call();

    assertThat(found.isFailed()).as(found.getMessages().toString()).isFalse();
  }

  @Test
  void a_node_has_every_setting_that_a_cluster_needs_and_no_secret_of_the_charts() {
    JsonNode pod = find(render(Map.of()), "Deployment").at("/spec/template/spec");
    JsonNode node = pod.at("/containers/0");
    var environment = new HashMap<String, String>();
    for (JsonNode one : node.path("env")) {
      JsonNode secret = one.at("/valueFrom/secretKeyRef");
      if (one.path("name").asString().matches(".*(PASSWORD|SECRET_KEY|ACCESS_KEY|ADMIN_KEY)")) {
        assertThat(secret.path("name").asString()).isEqualTo("atelier-secrets");
        environment.put(one.path("name").asString(), "a-secret-of-the-cluster");
      } else {
        environment.put(one.path("name").asString(), one.path("value").asString());
      }
    }
    environment.remove("ATELIER_JAVA_OPTS"); // the launcher's
    environment.putAll(image());
    ServerConfig config = ServerConfig.load(Optional.empty(), environment, Map.of());

    assertThat(config.database().server().orElseThrow().url())
        .isEqualTo(REQUIRED.get("database.url"));
    assertThat(config.objectStore().orElseThrow().location())
        .hasToString(REQUIRED.get("storage.bucket") + "/");
    assertThat(config.secrets().secretKey()).isPresent();
    assertThat(node.at("/ports/0/containerPort").asInt()).isEqualTo(config.listen().port());
    assertThat(node.at("/volumeMounts/0/mountPath").asString()).isEqualTo(config.data().toString());
    long grace = pod.path("terminationGracePeriodSeconds").asLong();
    long leaving = Long.parseLong(node.at("/lifecycle/preStop/exec/command/1").asString());
    assertThat(grace).isGreaterThan(leaving + config.drainPatience().toSeconds());
  }

  @Test
  void it_runs_as_nobody_special_is_probed_and_may_be_interrupted_one_at_a_time() {
    List<JsonNode> all = render(Map.of());
    JsonNode pod = find(all, "Deployment").at("/spec/template/spec");
    JsonNode node = pod.at("/containers/0");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean(false)).isTrue();
    assertThat(
            pod.at("/securityContext/runAsUser").asString()
                + ":"
                + pod.at("/securityContext/runAsGroup").asString())
        .isEqualTo(instruction("USER"));
    assertThat(node.at("/securityContext/readOnlyRootFilesystem").asBoolean(false)).isTrue();
    assertThat(node.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(node.at("/securityContext/capabilities/drop/0").asString()).isEqualTo("ALL");
    assertThat(node.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/readyz");
    assertThat(node.at("/livenessProbe/httpGet/path").asString())
        .as("a database that is away is no reason to restart")
        .isEqualTo("/healthz");
    assertThat(node.at("/resources/limits/memory").isMissingNode()).isFalse();
    assertThat(find(all, "PodDisruptionBudget").at("/spec/minAvailable").asInt()).isEqualTo(1);
    JsonNode labels = find(all, "Deployment").at("/spec/template/metadata/labels");
    for (String selector : List.of("/spec/selector", "/spec/selector/matchLabels")) {
      String kind = selector.endsWith("Labels") ? "PodDisruptionBudget" : "Service";
      assertThat(find(all, kind).at(selector)).as(kind).isEqualTo(labels);
    }
    assertThat(all.stream().map(one -> one.path("kind").asString()))
        .containsExactlyInAnyOrder("Deployment", "Service", "PodDisruptionBudget");
  }

  @Test
  void nodes_are_added_by_the_age_of_the_queue() throws Exception {
    List<JsonNode> all =
        render(
            Map.of(
                "autoscaling.enabled", "true",
                "ingress.enabled", "true",
                "ingress.host", "images.example.org"));
    JsonNode metric = find(all, "HorizontalPodAutoscaler").at("/spec/metrics/0/external");

    assertThat(Files.readString(DeploymentFiles.ROOT.resolve("docs/metrics.md")))
        .contains("`" + metric.at("/metric/name").asString() + "`");
    assertThat(find(all, "HorizontalPodAutoscaler").at("/spec/scaleTargetRef/name"))
        .isEqualTo(find(all, "Deployment").at("/metadata/name"));
    assertThat(find(all, "Deployment").at("/spec").has("replicas"))
        .as("the autoscaler's alone")
        .isFalse();
    assertThat(find(all, "Ingress").at("/spec/rules/0/host").asString())
        .isEqualTo("images.example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "database.url, postgres://db/atelier",
    "database.url, jdbc:postgresql://db/atelier?password=x",
    "storage.bucket, pictures",
    "secret.name, ''",
    "replicas, 0",
    "drain.patienceSeconds, 0",
    "databse.url, x"
  })
  void values_that_cannot_be_right_are_refused(String name, String value) {
    assertThatThrownBy(() -> render(Map.of(name, value))).hasMessageContaining("schema");
  }

  private static List<JsonNode> render(Map<String, String> more) {
    var values = new HashMap<>(REQUIRED);
    values.putAll(more);
    TemplateCommand command = new Helm(CHART).template().withName("pictures");
    values.forEach(command::set);
    try (var documents =
        new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(command.call())) {
      return documents.readAll().stream().filter(one -> !one.isNull()).toList();
    }
  }

  private static JsonNode find(List<JsonNode> all, String kind) {
    return all.stream()
        .filter(one -> one.path("kind").asString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** A copy of the chart whose values are complete. */
  private Path filled() throws IOException {
    Path chart = directory.resolve("atelier");
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.toList()) {
        Files.copy(file, chart.resolve(CHART.relativize(file).toString()));
      }
    }
    Path values = chart.resolve("values.yaml");
    String text = Files.readString(values);
    for (var one : REQUIRED.entrySet()) {
      String key = one.getKey().replaceAll(".*\\.", "");
      String filled =
          text.replaceFirst(" " + key + ": \"\" ", " " + key + ": \"" + one.getValue() + "\" ");
      assertThat(filled).as(key).isNotEqualTo(text);
      text = filled;
    }
    Files.writeString(values, text);
    return chart;
  }

  /** The settings that the image has by itself. */
  private static Map<String, String> image() {
    var settings = new HashMap<String, String>();
    for (String one : instruction("ENV").split(" +", -1)) {
      settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    return settings;
  }

  private static String instruction(String word) {
    return DeploymentFiles.container("container/Containerfile").stream()
        .filter(one -> one.word().equals(word))
        .findFirst()
        .map(Instruction::rest)
        .orElseThrow();
  }
}
