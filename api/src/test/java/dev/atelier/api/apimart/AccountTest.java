package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Held;
import dev.atelier.api.Reply;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Scope;
import dev.atelier.provider.FakeProvider;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can learn of the models and of its money. */
@Timeout(120)
class AccountTest {
  private static final String MODELS = "/apimart/v1/models";
  @TempDir Path directory;

  @Test
  void the_models_are_those_that_tasks_are_submitted_for() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply list = server.get(MODELS);

      assertThat(list.status()).isEqualTo(200);
      assertThat(list.text("/object")).isEqualTo("list");
      assertThat(list.json().path("data").findValuesAsString("id"))
          .containsExactly("gpt-image-2", "gpt-image-2-ext", "gpt-image-2-official");
      for (var model : list.json().path("data")) {
        String id = model.path("id").stringValue();
        assertThat(server.get(MODELS + "/" + id).json()).isEqualTo(model);
        assertThat(
                server
                    .post(Client.SUBMIT, "{\"model\":\"" + id + "\",\"prompt\":\"fox\"}")
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void a_client_that_sorts_models_by_what_they_make_finds_them() throws Exception {
    try (var server = ApiServer.start(directory)) {
      Reply list = server.get(MODELS + "?expand=parameters");

      assertThat(list.json().at("/data/0").toString())
          .isEqualTo(
              "{\"id\":\"gpt-image-2\",\"object\":\"model\",\"created\":1776729600,"
                  + "\"owned_by\":\"system\",\"category\":\"image\","
                  + "\"capability_tags\":[\"Text to Image\",\"Image to Image\"],"
                  + "\"supported_endpoint_types\":[\"openai\"]}");
    }
  }

  @Test
  void an_unknown_model_is_not_found() throws Exception {
    try (var server = ApiServer.start(directory)) {
      assertError(server.get(MODELS + "/gpt-5"), 404, "invalid_request_error");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/apimart/v1/balance", "/apimart/v1/user/balance"})
  void without_a_budget_nothing_runs_out(String path) throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      client.ended(Client.id(client.submit("")));

      assertThat(server.get(path).body())
          .isEqualTo(
              "{\"success\":true,\"remain_balance\":-1,\"remain_credits\":-1,"
                  + "\"used_balance\":0.0085,\"used_credits\":0.085,\"unlimited_quota\":true}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/apimart/v1/balance", "/apimart/v1/user/balance"})
  void what_is_held_can_not_be_spent_again(String path) throws Exception {
    var held = new Held();
    try (var server = ApiServer.start(directory, s -> s.with(FakeProvider.paid().answers(held)))) {
      server.budget(1_000_000);
      assertThat(server.get(path).body())
          .isEqualTo(
              "{\"success\":true,\"remain_balance\":1.0,\"remain_credits\":10.0,"
                  + "\"used_balance\":0,\"used_credits\":0,\"unlimited_quota\":false}");

      var client = new Client(server);
      String id = Client.id(client.submit("\"resolution\":\"2k\""));
      held.awaitBegun();
      assertThat(server.get(path).body())
          .contains("\"remain_balance\":0.986,")
          .contains("\"used_balance\":0,");

      held.release();
      client.ended(id);
      assertThat(server.get(path).body())
          .contains("\"remain_balance\":0.986,\"remain_credits\":9.86,")
          .contains("\"used_balance\":0.014,\"used_credits\":0.14,");
    }
  }

  @Test
  void a_balance_is_the_tenants_own() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      client.ended(Client.id(client.submit("")));
      String stranger = server.key(new TenantId("stranger"), Scope.all());

      assertThat(
              server
                  .send(
                      server
                          .request("/apimart/v1/balance")
                          .setHeader("Authorization", "Bearer " + stranger))
                  .body())
          .contains("\"used_balance\":0,");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"models", "models/gpt-image-2", "balance", "user/balance"})
  void without_a_key(String path) throws Exception {
    try (var server = ApiServer.start(directory)) {
      var bare = HttpRequest.newBuilder(server.uri("/apimart/v1/" + path)).GET();

      assertError(server.send(bare), 401, "authentication_error");
    }
  }
}
