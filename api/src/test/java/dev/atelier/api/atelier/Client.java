package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Set;

/** Uses this API as its clients do. */
record Client(ApiServer server) {
  static final String API = "/api/v1";
  static final String JOBS = API + "/jobs";
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

  /** Fields are added to a prompt. */
  Reply submit(String fields) throws Exception {
    return server.post(
        JOBS, "{\"prompt\":\"A red fox\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
  }

  Reply job(String id) throws Exception {
    return server.get(JOBS + "/" + id);
  }

  /** The job once it has ended. */
  Reply ended(String id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> job(id), reply -> ENDED.contains(reply.text("/state")));
  }

  /** A job that was submitted with these fields and succeeded. */
  Reply made(String fields) throws Exception {
    Reply accepted = submit(fields);
    assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
    Reply ended = ended(accepted.text("/id"));
    assertThat(ended.text("/state")).as(ended.body()).isEqualTo("succeeded");
    return ended;
  }

  Reply madeUnchecked(String fields) {
    try {
      return made(fields);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Reply cancel(String id) throws Exception {
    return post(JOBS + "/" + id + "/cancel");
  }

  /** A POST without a body. */
  Reply post(String path) throws Exception {
    return server.send(server.request(path).POST(BodyPublishers.noBody()));
  }

  Reply upload(byte[] image) throws Exception {
    Reply made =
        server.send(
            server
                .request(API + "/artifacts")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(image)));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made;
  }

  /** Fails unless this is a problem of this type. */
  static void assertProblem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).contains("application/problem+json");
    assertThat(reply.text("/type")).isEqualTo("urn:atelier:problem:" + type);
    assertThat(reply.text("/title")).isNotEmpty();
    assertThat(reply.text("/detail")).isNotEmpty();
    assertThat(reply.json().at("/status").intValue()).isEqualTo(status);
    assertThat(reply.text("/request_id")).isEqualTo(reply.header("x-request-id").orElse("none"));
  }
}
