package dev.atelier.server.command;

import dev.atelier.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command finds its settings. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings in YAML (default: atelier.yaml, if there is one)")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "data directory (default: ./data)")
  private @Nullable Path data;

  ServerConfig load() {
    return load(Map.of());
  }

  /** The settings, with these from further options. */
  ServerConfig load(Map<String, String> more) {
    return ServerConfig.load(file(), System.getenv(), commandLine(more));
  }

  Map<String, String> effective() {
    return ServerConfig.effective(file(), System.getenv(), commandLine(Map.of()));
  }

  private Optional<Path> file() {
    Path usual = Path.of("atelier.yaml");
    return Optional.ofNullable(config)
        .or(() -> Optional.of(usual).filter(path -> path.toFile().isFile()));
  }

  private Map<String, String> commandLine(Map<String, String> more) {
    var values = new LinkedHashMap<>(more);
    if (data != null) {
      values.put("data", data.toString());
    }
    return values;
  }
}
