package dev.atelier.server.operations;

import dev.atelier.api.atelier.SettingsApi;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.wiring.ProgramVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** What an operator is told of the running server: its settings, versions and checks. */
public final class AboutServer {
  private AboutServer() {}

  /**
   * @param database reads something of the rows
   */
  public static SettingsApi.About of(ServerConfig config, Callable<String> database) {
    return new SettingsApi.About(
        config.settings().stream()
            .map(one ->
                new SettingsApi.Setting(
                    one.name(), one.value(), one.source().word(), one.fallback(), one.meaning()))
            .toList(),
        versions(config),
        () ->
            MachineChecks.of(config, MachineCheck.of("database", database)).stream()
                .map(check -> new SettingsApi.Check(check.name(), check.passed(), check.detail()))
                .toList());
  }

  private static Map<String, String> versions(ServerConfig config) {
    var versions = new LinkedHashMap<String, String>();
    versions.put("atelier", ProgramVersion.TEXT);
    versions.put("java", Runtime.version().toString());
    versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    versions.put("database", config.database().server().isPresent() ? "PostgreSQL" : "SQLite");
    versions.put("storage", config.objectStore().isPresent() ? "S3" : "files");
    return versions;
  }
}
