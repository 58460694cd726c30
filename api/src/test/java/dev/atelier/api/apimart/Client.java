package dev.atelier.api.apimart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.image.ImageRequest;
import dev.atelier.media.ImageInfo;
import dev.atelier.provider.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Submits tasks and polls them, as the vendor's clients do. */
record Client(ApiServer server) {
  static final String SUBMIT = "/apimart/v1/images/generations";
  static final String TASKS = "/apimart/v1/tasks/";

  /** Fields are added to a prompt, the model {@code gpt-image-2} and {@code n: 1}. */
  Reply submit(String fields) throws Exception {
    return post(
        "{\"model\":\"gpt-image-2\",\"prompt\":\"A red fox\",\"n\":1"
            + (fields.isEmpty() ? "" : "," + fields)
            + "}");
  }

  Reply official(String fields) throws Exception {
    return post(
        "{\"model\":\"gpt-image-2-official\",\"prompt\":\"A red fox\""
            + (fields.isEmpty() ? "" : "," + fields)
            + "}");
  }

  Reply post(String json) throws Exception {
    return server.post(SUBMIT, json);
  }

  Reply query(String id) throws Exception {
    return server.get(TASKS + id);
  }

  /** The id of an accepted task. */
  static String id(Reply submitted) {
    assertThat(submitted.status()).as(submitted.body()).isEqualTo(200);
    return submitted.text("/data/0/task_id");
  }

  /** The task once it has ended. */
  Reply ended(String id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> query(id),
            reply -> List.of("completed", "failed").contains(reply.text("/data/status")));
  }

  /** The pictures of a task, once they are there. */
  List<ImageInfo> images(String id) throws Exception {
    Reply done = ended(id);
    assertThat(done.text("/data/status")).as(done.body()).isEqualTo("completed");
    var images = new java.util.ArrayList<ImageInfo>();
    for (var image : done.json().at("/data/result/images")) {
      images.add(server.image(image.at("/url/0").stringValue()).orElseThrow());
    }
    return images;
  }

  /** What the upstream was asked for. */
  ImageRequest ordered(Reply submitted) {
    String job = submitted.header("x-atelier-job").orElseThrow();
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                server.provider.calls().stream()
                    .filter(call -> call.job().toString().equals(job))
                    .findFirst(),
            Optional::isPresent)
        .map(Call::request)
        .orElseThrow();
  }

  /** Fails unless this is an error with exactly these values. */
  static void assertError(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.text("/error/type")).isEqualTo(type);
    assertThat(reply.text("/error/message")).isNotEmpty();
    assertThat(reply.json().at("/error/code").isMissingNode()).isFalse();
  }
}
