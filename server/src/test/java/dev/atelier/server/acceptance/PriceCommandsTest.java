package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.image.ImageSize;
import dev.atelier.provider.FakeProvider;
import dev.atelier.server.PrintedCommand;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/** Prices and what was spent, from the command line. */
@Timeout(120)
@ResourceLock(Resources.SYSTEM_OUT)
class PriceCommandsTest {
  @TempDir Path directory;

  @Test
  void a_server_gives_a_price_that_its_orders_can_have() throws Exception {
    Path picture = directory.resolve("picture.png");
    try (var server = LiveServer.start(Map.of(), FakeProvider.paid())) {
      Files.write(picture, FakeProvider.paid().png(new ImageSize(64, 48)));
      var through = List.of("--server", server.uri("/").toString(), "--key", LiveServer.ADMIN_KEY);

      PrintedCommand quoted =
          run(through, "quote", "a fox", "--n", "2", "--size", "1024x1024", "--json");
      PrintedCommand edited =
          run(through, "quote", "a fox", "--image", picture.toString(), "--json");

      assertThat(quoted.code()).isZero();
      assertThat(quoted.json().path("n").intValue()).isEqualTo(2);
      assertThat(quoted.json().path("ceiling_micros").longValue()).isPositive();
      assertThat(edited.json().path("inputs").intValue()).isEqualTo(1);
      assertThat(run(through, "quote", "a fox", "--size", "1x1").code()).isEqualTo(3);
      assertThat(run(through, "quote", "a fox", "--api", "fax").code()).isEqualTo(3);
      assertThat(run(through, "quote").code()).isEqualTo(2);
      var refused =
          server.send(
              server
                  .request("/api/v1/jobs")
                  .header("Content-Type", "application/json")
                  .header("x-atelier-quote", quoted.json().path("id").stringValue())
                  .POST(
                      BodyPublishers.ofString(
                          "{\"prompt\":\"a fox\",\"n\":2,\"size\":\"1024x1024\"}")));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(202);
    }
  }

  @Test
  void without_a_server_it_is_the_sandbox_that_costs_nothing() {
    PrintedCommand quoted = run(List.of(), "quote", "a fox", "--json");
    assertThat(quoted.code()).isZero();
    assertThat(quoted.json().path("ceiling_usd").stringValue()).isEqualTo("0");
    assertThat(quoted.json().path("breakdown").get(0).path("quantity").intValue()).isPositive();
  }

  @Test
  void usage_is_the_same_on_the_data_directory_and_through_a_server() {
    Map<String, String> settings = Map.of("data", directory.toString());
    try (var server = LiveServer.start(settings, FakeProvider.paid())) {
      var through = List.of("--server", server.uri("/").toString(), "--key", LiveServer.ADMIN_KEY);
      var beside = List.of("--data", directory.toString());
      var made =
          server.send(
              server
                  .request("/v1/images/generations")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"prompt\":\"a fox\",\"user\":\"=fox\"}")));
      assertThat(made.statusCode()).isEqualTo(200);

      for (List<String> where : List.of(through, beside)) {
        PrintedCommand json = run(where, "usage", "--group-by", "day,end_user,provider", "--json");
        assertThat(json.json()).hasSize(1);
        JsonNode row = json.json().get(0);
        assertThat(row.path("end_user").stringValue()).isEqualTo("=fox");
        assertThat(row.path("provider").stringValue()).isEqualTo("fake");
        assertThat(row.path("images_delivered").intValue()).isEqualTo(1);
        assertThat(row.path("charged_micros").longValue()).isPositive();
        PrintedCommand table = run(where, "usage", "--of-tenant", "*", "--group-by", "tenant");
        assertThat(table.text()).contains("images_delivered").contains("default");
        assertThat(run(where, "usage", "--end-user", "cat", "--json").text()).startsWith("[]");
        PrintedCommand csv = run(where, "usage", "--group-by", "end_user", "--csv");
        assertThat(csv.text()).startsWith("end_user,jobs,").contains("\n'=fox,1,");
        assertThat(run(where, "usage", "--group-by", "colour").code()).isEqualTo(3);
      }
    }
  }

  private static PrintedCommand run(List<String> through, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(through);
    return PrintedCommand.run(all);
  }
}
