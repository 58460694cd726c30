package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code PATCH /accounts/{name}}. */
@Timeout(60)
class AccountChangesTest {
  private static final String ACCOUNTS = "/api/v1/accounts";
  @TempDir Path directory;
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(directory);
    Reply made =
        server.post(
            ACCOUNTS,
            """
            {"name":"main","provider":"openai","base_url":"http://127.0.0.1:9/v1",
             "secret":"sk-old-canary","images_per_minute":30,"tier":"plus",
             "options":{"organization":"org-1"}}\
            """);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply change(String json) throws Exception {
    return server.send(
        server
            .request(ACCOUNTS + "/main")
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  @Test
  void what_is_named_changes_null_clears_and_the_rest_stays() throws Exception {
    Reply changed =
        Contract.kept(
            "PATCH /accounts/{name}",
            change("{\"concurrency\":9,\"images_per_minute\":null,\"tier\":\"pro\"}"));
    assertThat(changed.json().path("concurrency").intValue()).isEqualTo(9);
    assertThat(changed.json().has("images_per_minute")).isFalse();
    Reply found = server.get(ACCOUNTS + "/main");
    assertThat(found.text("/tier")).isEqualTo("pro");
    assertThat(found.text("/base_url")).isEqualTo("http://127.0.0.1:9/v1");
    assertThat(found.text("/options/organization")).isEqualTo("org-1");
    assertThat(found.text("/secret")).isEqualTo("sealed");
  }

  @Test
  void a_new_credential_is_neither_shown_nor_audited() throws Exception {
    Reply changed = change("{\"secret\":\"sk-new-canary\",\"weight\":3}");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    String audit = server.get("/api/v1/audit").body();
    assertThat(audit)
        .contains("account.change")
        .contains("\"secret\":\"changed\"")
        .contains("\"weight\":\"3\"");
    assertThat(changed.body() + audit).doesNotContain("canary");
  }

  @Test
  void a_credential_that_is_kept_goes_to_no_other_host() throws Exception {
    Reply moved = change("{\"base_url\":\"http://127.0.0.1:10/v1\"}");
    Client.assertProblem(moved, 422, "invalid-field");
    assertThat(moved.text("/field")).isEqualTo("secret");
    assertThat(change("{\"base_url\":\"http://127.0.0.1:9/v2\"}").status()).isEqualTo(200);
    assertThat(change("{\"base_url\":\"http://127.0.0.1:10/v1\",\"secret\":\"sk-other\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"b\"} | name",
        "{\"provider\":\"seaart\"} | provider",
        "{\"concurrency\":0} | concurrency",
        "{\"models\":[\"none\"]} | models",
        "{\"colour\":1} | colour",
        "{\"base_url\":null} | base_url",
      })
  void what_cannot_be_is_refused_and_changes_nothing(String json, String field) throws Exception {
    String before = server.get(ACCOUNTS + "/main").body();
    Reply refused = change(json);
    Client.assertProblem(refused, 422, "invalid-field");
    assertThat(refused.text("/field")).isEqualTo(field);
    assertThat(server.get(ACCOUNTS + "/main").body()).isEqualTo(before);
  }
}
