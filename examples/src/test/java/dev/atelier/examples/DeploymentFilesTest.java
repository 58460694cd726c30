package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.atelier.examples.DeploymentFiles.Instruction;
import dev.atelier.server.config.ServerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What {@code deploy} has, as far as this machine can tell: systemd judges its unit, a real server
 * is asked for its health, and there is no engine here that would build the container.
 */
@Timeout(300)
class DeploymentFilesTest {
  private static final String UNIT = "systemd/atelier.service";
  private static final String CONTAINER = "container/Containerfile";

  /** What systemd-analyze says of a unit without any hardening is 9.6, in tenths. */
  private static final int EXPOSURE_TENTHS_MAX = 20;

  private static final Duration DRAIN =
      ServerConfig.load(Optional.empty(), Map.of(), Map.of()).drainPatience();

  @TempDir private Path directory;

  @Test
  void the_recipe_for_nginx_is_the_one_that_is_explained_and_tested() {
    assertThat(DeploymentFiles.text("nginx/atelier.conf"))
        .endsWith("\n" + Recipes.under("nginx", "nginx"));
  }

  @Test
  void the_unit_runs_a_command_that_the_archive_has_and_leaves_time_to_drain() {
    String start = DeploymentFiles.unit(UNIT, "ExecStart").getFirst();

    assertThat(start).isEqualTo("/opt/atelier/bin/atelier serve --data /var/lib/atelier");
    assertThat(DeploymentFiles.unit(UNIT, "StateDirectory")).containsExactly("atelier");
    assertThat(DeploymentFiles.text("systemd/atelier.sysusers"))
        .contains("u " + DeploymentFiles.unit(UNIT, "User").getFirst() + " ");
    assertThat(Long.parseLong(DeploymentFiles.unit(UNIT, "TimeoutStopSec").getFirst()))
        .isGreaterThan(DRAIN.toSeconds());
    assertThat(DeploymentFiles.unit(UNIT, "SuccessExitStatus")).containsExactly("143");
    assertThat(DeploymentFiles.unit(UNIT, "MemoryDenyWriteExecute"))
        .as("the JVM compiles while it runs")
        .isEmpty();
    assertThat(DeploymentFiles.unit(UNIT, "NoNewPrivileges")).containsExactly("yes");
    assertThat(DeploymentFiles.unit(UNIT, "ProtectSystem")).containsExactly("strict");
    assertThat(DeploymentFiles.unit(UNIT, "CapabilityBoundingSet")).containsExactly("");
  }

  @Test
  void systemd_finds_nothing_wrong_with_the_unit_and_little_exposed() throws Exception {
    if (ProgramRun.find("systemd-analyze").isEmpty()) {
      ProgramRun.skip("systemd-analyze is not on this machine");
    }
    Path unit =
        Files.writeString(
            directory.resolve("atelier.service"),
            DeploymentFiles.text(UNIT).replace("/opt/atelier/bin/atelier", "/bin/true"));

    String said =
        ProgramRun.toEnd(new ProcessBuilder("systemd-analyze", "verify", unit.toString()), 60);
    assertThat(said).doesNotContain("atelier.service");
    ProgramRun.toEnd(
        new ProcessBuilder(
            "systemd-analyze",
            "security",
            "--offline=yes",
            "--no-pager",
            "--threshold=" + EXPOSURE_TENTHS_MAX,
            unit.toString()),
        60);
  }

  @Test
  void every_path_of_the_container_file_is_there_when_it_is_used() {
    List<Instruction> all = DeploymentFiles.container(CONTAINER);

    var stages = new HashMap<String, Integer>();
    for (int i = 0; i < all.size(); i++) {
      Instruction one = all.get(i);
      if (one.word().equals("FROM")) {
        Matcher named = Pattern.compile("\\S+:\\S+(?: AS (\\w+))?").matcher(one.rest());
        assertThat(named.matches()).as("an image with a tag: %s", one.rest()).isTrue();
        stages.put(String.valueOf(named.group(1)), i);
      } else if (one.word().equals("COPY") && one.rest().startsWith("--from=")) {
        assertThat(stages).containsKey(one.rest().substring(7, one.rest().indexOf(' ')));
      } else if (one.word().equals("COPY")) {
        String from = one.rest().substring(0, one.rest().indexOf(' '));
        assertThat(DeploymentFiles.ROOT.resolve(from)).exists();
      }
    }
    String build = rest(all, "RUN");
    assertThat(build).startsWith("./atelier dist /archive &&");
    assertThat(DeploymentFiles.ROOT.resolve("atelier")).isExecutable();
    assertThat(DeploymentFiles.ROOT.resolve("launcher/dist")).isExecutable();
    assertThat(all).contains(new Instruction("COPY", "--from=build /atelier /opt/atelier"));
    assertThat(rest(all, "ENTRYPOINT")).isEqualTo("[\"/opt/atelier/bin/atelier\"]");
    assertThat(rest(all, "HEALTHCHECK")).endsWith("CMD [\"/opt/atelier/lib/ready\"]");
    assertThat(all)
        .contains(new Instruction("COPY", "deploy/container/ready /opt/atelier/lib/ready"));
  }

  @Test
  void the_container_runs_as_nobody_special_over_its_volume() {
    List<Instruction> all = DeploymentFiles.container(CONTAINER);
    Map<String, String> environment = new HashMap<>();
    for (String one : rest(all, "ENV").split(" +", -1)) {
      environment.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    ServerConfig config = ServerConfig.load(Optional.empty(), environment, Map.of());

    assertThat(rest(all, "USER")).matches("[1-9]\\d+:[1-9]\\d+");
    assertThat(DeploymentFiles.text(CONTAINER))
        .contains("--owner " + rest(all, "USER").replaceAll(":.*", "") + " ");
    assertThat(config.data()).hasToString(rest(all, "VOLUME"));
    assertThat(config.listen().host()).isEqualTo("0.0.0.0");
    assertThat(config.listen().port()).hasToString(rest(all, "EXPOSE"));

    JsonNode compose = new YAMLMapper().readTree(DeploymentFiles.text("container/compose.yaml"));
    JsonNode node = compose.at("/services/atelier");
    Path context = DeploymentFiles.path("container").resolve(node.at("/build/context").asString());
    assertThat(context.resolve(node.at("/build/dockerfile").asString()).normalize())
        .isEqualTo(DeploymentFiles.path(CONTAINER));
    assertThat(node.at("/volumes/0").asString()).isEqualTo("data:" + rest(all, "VOLUME"));
    assertThat(compose.at("/volumes").has("data")).isTrue();
    assertThat(node.at("/ports/0").asString()).endsWith(":" + rest(all, "EXPOSE"));
    assertThat(Long.parseLong(node.at("/stop_grace_period").asString().replace("s", "")))
        .isGreaterThan(DRAIN.toSeconds());
    assertThat(node.at("/read_only").asBoolean(false)).isTrue();
    assertThat(node.at("/tmpfs/0").asString()).startsWith("/tmp:exec");
  }

  @Test
  void the_health_check_tells_a_server_that_is_ready_from_one_that_is_not() throws Exception {
    try (var server =
        TestServer.start(directory.resolve("data"), "a-key-for-the-deployment", Map.of())) {
      assertThat(health(server.uri().getPort())).isZero();
    }
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    busy.start();
    try {
      assertThat(health(busy.getAddress().getPort())).isNotZero();
    } finally {
      busy.stop(0);
    }
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(health(free)).as("nobody there").isNotZero();
  }

  private int health(int port) throws Exception {
    var builder =
        new ProcessBuilder(
            DeploymentFiles.path("container/ready").toString(), Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("health.log").toFile());
    return builder.start().waitFor();
  }

  private static String rest(List<Instruction> all, String word) {
    return all.stream().filter(one -> one.word().equals(word)).findFirst().orElseThrow().rest();
  }
}
