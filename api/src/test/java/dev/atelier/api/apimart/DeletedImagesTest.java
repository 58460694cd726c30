package dev.atelier.api.apimart;

import static dev.atelier.api.apimart.Client.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Receiver;
import dev.atelier.api.Reply;
import dev.atelier.http.client.GuardedClient;
import dev.atelier.webhook.delivery.DeliveryState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task whose picture its owner deleted is there no more, and takes nothing else along. */
@Timeout(120)
class DeletedImagesTest {
  @TempDir Path directory;

  @Test
  void the_other_tasks_of_a_batch_are_told_all_the_same() throws Exception {
    try (var server = ApiServer.start(directory)) {
      var client = new Client(server);
      String deleted = ended(client, "");
      String other = ended(client, "");
      deleteImage(server, deleted);

      Reply batch =
          server.post(
              Client.TASKS + "batch", "{\"task_ids\":[\"%s\",\"%s\"]}".formatted(deleted, other));

      assertThat(client.query(deleted).status()).isEqualTo(404);
      assertThat(batch.status()).as(batch.body()).isEqualTo(200);
      assertThat(batch.json().at("/data/0/error/code").intValue()).isEqualTo(404);
      assertThat(batch.json().at("/data/1")).isEqualTo(client.query(other).json().path("data"));
    }
  }

  @Test
  void nobody_is_called_for_it() throws Exception {
    var anywhere = new Callbacks(new GuardedClient(true), true);
    try (var receiver = new Receiver();
        var server = ApiServer.start(directory, s -> s.with(anywhere))) {
      deleteImage(server, ended(new Client(server), "\"webhook\":\"" + receiver.url("/") + "\""));

      server.sendDue();

      assertThat(receiver.received()).isEmpty();
      assertThat(server.deliveries())
          .allSatisfy(one -> assertThat(one.state()).isEqualTo(DeliveryState.DROPPED));
    }
  }

  private static String ended(Client client, String fields) throws Exception {
    String id = id(client.submit(fields));
    client.ended(id);
    return id;
  }

  private static void deleteImage(ApiServer server, String task) throws Exception {
    String artifact = server.get("/api/v1/jobs/" + task).text("/images/0/artifact");
    Reply gone = server.send(server.request("/api/v1/artifacts/" + artifact).DELETE());
    assertThat(gone.status()).isEqualTo(204);
  }
}
