package dev.atelier.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.oidc.StandInProvider;
import dev.atelier.server.AtelierServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People come into the studio through a provider of identities, in a real browser. */
@Timeout(300)
class StudioSignInTest {
  private static final String KEY = "a-key-for-the-studio";

  @TempDir private Path directory;
  private StandInProvider provider;
  private AtelierServer server;

  @BeforeEach
  void start() throws Exception {
    provider = new StandInProvider(InstantSource.system()).asking();
    server =
        TestServer.start(
            directory.resolve("data"),
            KEY,
            Map.of(
                "oidc.issuer",
                provider.issuer(),
                "oidc.client-id",
                StandInProvider.CLIENT,
                "oidc.client-secret",
                StandInProvider.SECRET,
                "oidc.label",
                "Acme",
                "oidc.private-network",
                "true",
                "oidc.roles",
                "[{\"group\":\"designers\",\"scopes\":[\"generate\",\"read\",\"admin\"]}]"));
  }

  @AfterEach
  void stop() {
    server.close();
    provider.close();
  }

  @ParameterizedTest
  @CsvSource({"en, 1280", "zh, 360"})
  void a_person_signs_in_stays_and_signs_out(String language, String width) throws Exception {
    assertThat(StudioScript.run(server, KEY, "sign-in.mjs", language, width))
        .contains("in and out");
  }

  @Test
  void who_may_not_is_told_why_and_signs_in_with_a_key() throws Exception {
    provider.vouching(claims -> claims.claim("groups", List.of("strangers")));

    assertThat(StudioScript.run(server, KEY, "sign-in.mjs", "en", "360", "no-role"))
        .contains("refused");
  }
}
