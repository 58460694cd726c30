package dev.atelier.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, as an operator is told. */
class SettingSourcesTest {
  @TempDir private Path directory;

  private ServerConfig config() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("atelier.yaml"),
            """
            port: 1
            queue: {length-max: 7}
            s3: {endpoint: "https://minio:canary@minio.example.org"}
            """);
    return ServerConfig.load(
        Optional.of(file),
        Map.of("ATELIER_PORT", "2", "ATELIER_ADMIN_KEY", "a-canary-of-a-key-that-is-long"),
        Map.of("port", "3"));
  }

  private EffectiveSetting setting(String name) throws Exception {
    return config().settings().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_last_source_that_names_a_setting_is_told() throws Exception {
    assertThat(setting("port").source()).isEqualTo(SettingSource.COMMAND_LINE);
    assertThat(setting("port").value()).isEqualTo("3");
    assertThat(setting("port").fallback()).isEqualTo("8080");
    assertThat(setting("queue.length-max").source()).isEqualTo(SettingSource.FILE);
    assertThat(setting("admin-key").source()).isEqualTo(SettingSource.ENVIRONMENT);
    assertThat(setting("host").source()).isEqualTo(SettingSource.DEFAULT);
  }

  @Test
  void no_secret_is_told_nor_a_user_of_a_url() throws Exception {
    assertThat(setting("admin-key").value()).isEqualTo("********");
    assertThat(setting("s3.endpoint").value()).isEqualTo("https://********@minio.example.org");
    assertThat(setting("secret-key").value()).isEmpty();
    assertThat(config().settings().toString()).doesNotContain("canary");
  }
}
