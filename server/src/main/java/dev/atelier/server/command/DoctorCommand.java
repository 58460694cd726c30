package dev.atelier.server.command;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import dev.atelier.moderation.classifier.ClassifierPolicy;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.s3.S3Check;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code atelier doctor}: the effective settings, and whether this machine can run the server. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Print the effective settings, secrets masked, and check this machine.")
final class DoctorCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1 << 20;

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
    List<Map<String, Object>> checks = checks(options.load());
    if (output.json()) {
      output.fields(new LinkedHashMap<>(Map.of("settings", effective, "checks", checks)));
    } else {
      effective.forEach((name, value) -> System.out.printf("%-28s %s%n", name, value));
      System.out.println();
      output.rows(checks);
    }
    return checks.stream().allMatch(row -> "ok".equals(row.get("result")))
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private static List<Map<String, Object>> checks(ServerConfig config) {
    var rows = new ArrayList<Map<String, Object>>();
    rows.add(check("java", () -> System.getProperty("java.vm.version")));
    rows.add(check("drawing library", DoctorCommand::draws));
    if (config.classifier().on()) {
      rows.add(check("image classifier", ClassifierPolicy::probe));
    }
    rows.add(check("models", () -> models(config)));
    rows.add(check("data directory", () -> writes(config)));
    rows.add(check("database", () -> opens(config)));
    config.objectStore().ifPresent(bucket -> rows.add(check("bucket", () -> S3Check.of(bucket))));
    rows.add(check("port", () -> free(config)));
    return rows;
  }

  private static String draws() {
    try (var raster = Raster.blank(new ImageSize(16, 16), true)) {
      return "native library loads";
    }
  }

  private static String models(ServerConfig config) {
    return Catalog.load(config.models()).models().stream()
        .map(Model::id)
        .collect(Collectors.joining(", "));
  }

  private static String writes(ServerConfig config) throws Exception {
    Path directory = Files.createDirectories(config.data());
    Files.delete(Files.createTempFile(directory, "doctor", ".tmp"));
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < config.results().diskFreeMin()) {
      throw new IllegalStateException("only " + free / MEGABYTE + " MB free in " + directory);
    }
    return directory + ", " + free / MEGABYTE + " MB free";
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

  private static Map<String, Object> check(String name, Callable<String> probe) {
    var row = new LinkedHashMap<String, Object>();
    row.put("check", name);
    try {
      row.put("result", "ok");
      row.put("detail", probe.call());
    } catch (Exception | LinkageError e) {
      row.put("result", "failed");
      row.put("detail", String.valueOf(e.getMessage()));
    }
    return row;
  }
}
