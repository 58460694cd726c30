package dev.atelier.server.command;

import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.operations.MachineCheck;
import dev.atelier.server.operations.MachineChecks;
import dev.atelier.server.wiring.DatabaseModule;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atelier doctor}: the effective settings, and whether this machine can run the server. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Print the effective settings, secrets masked, and check this machine.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--settings", description = "list every setting there is")
  private boolean settings;

  @Override
  public Integer call() {
    if (settings) {
      ServerConfig.describe().forEach(System.out::println);
      return ExitCode.OK;
    }
    Map<String, String> effective = options.effective();
    List<MachineCheck> found = checks(options.load());
    List<Map<String, Object>> checks = found.stream().map(DoctorCommand::row).toList();
    if (output.json()) {
      output.fields(new LinkedHashMap<>(Map.of("settings", effective, "checks", checks)));
    } else {
      effective.forEach((name, value) -> System.out.printf("%-28s %s%n", name, value));
      System.out.println();
      output.rows(checks);
    }
    return found.stream().allMatch(MachineCheck::passed) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static List<MachineCheck> checks(ServerConfig config) {
    var checks =
        new ArrayList<>(MachineChecks.of(config, MachineCheck.of("database", () -> opens(config))));
    checks.add(MachineCheck.of("port", () -> free(config)));
    return checks;
  }

  private static String opens(ServerConfig config) {
    try (var records = DatabaseModule.open(config, InstantSource.system())) {
      var depth = records.database().read(tx -> records.queue().depth(tx));
      return depth.queued() + " jobs queued, " + depth.running() + " running";
    }
  }

  private static String free(ServerConfig config) throws Exception {
    InetAddress host = InetAddress.getByName(config.listen().host());
    try (var socket = new ServerSocket(config.listen().port(), 1, host)) {
      return socket.getLocalPort() + " is free";
    }
  }

  private static Map<String, Object> row(MachineCheck check) {
    var row = new LinkedHashMap<String, Object>();
    row.put("check", check.name());
    row.put("result", check.passed() ? "ok" : "failed");
    row.put("detail", check.detail());
    return row;
  }
}
