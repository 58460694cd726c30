package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.database.PostgresAddress;
import dev.atelier.database.PostgresServer;
import dev.atelier.server.AtelierServer;
import dev.atelier.storage.s3.S3Server;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The studio before two servers that share rows and pictures, whichever a request comes to. */
@Timeout(300)
class StudioClusterTest {
  private static final String KEY = "a-key-for-the-studio";

  @TempDir private Path directory;
  private AtelierServer first;
  private AtelierServer second;
  private ServersInTurn both;

  @BeforeEach
  void start() {
    var settings = settings();
    first = TestServer.start(directory.resolve("first"), KEY, settings);
    second = TestServer.start(directory.resolve("second"), KEY, settings);
    both = new ServersInTurn(List.of(first.uri(), second.uri()));
  }

  @AfterEach
  void stop() throws Exception {
    both.close();
    second.close();
    first.close();
  }

  @ParameterizedTest
  @CsvSource({"create.mjs, en, 1920", "gallery.mjs, zh, 360"})
  void any_server_answers_it(String script, String language, String width) throws Exception {
    String told = StudioScript.run(both.uri(), KEY, script, language, width);

    assertThat(both.connections(0)).as(told).isGreaterThan(1);
    assertThat(both.connections(1)).as(told).isGreaterThan(1);
  }

  private static Map<String, String> settings() {
    PostgresAddress database = PostgresServer.empty();
    var settings =
        new HashMap<>(S3Server.settings(S3Server.location(), S3Server.running().endpoint()));
    settings.put("database", database.url());
    settings.put("database-user", "postgres");
    settings.put("database-connections", "9");
    settings.put("secret-key", "two-nodes-share-one-secret-key");
    settings.put("allow-private-networks", "true");
    return settings;
  }
}
