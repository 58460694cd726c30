package dev.atelier.api.seaart;

import static org.awaitility.Awaitility.await;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import dev.atelier.api.Samples;
import dev.atelier.image.ImageRequest;
import dev.atelier.provider.Call;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Submits edits of local files step by step as the vendor's command line does: up to 10 MiB as bare
 * base64, and once more by link after a 400 or 422; anything larger by link at once.
 */
final class VendorCommandLine {
  static final String EDIT = "/model/v1/queue/gpt_image_2_edit";
  private static final String UPLOAD = "/api/v1/storage/files";
  private static final int INLINE_MAX = 10 << 20;

  private final ApiServer server;
  private final List<String> uploads = new ArrayList<>();
  private int submissions;

  VendorCommandLine(ApiServer server) {
    this.server = server;
  }

  /** What the last submission was answered with. */
  Reply edit(byte[] file, String fields) throws Exception {
    if (file.length > INLINE_MAX) {
      return submit("\"" + upload(file) + "\"", fields);
    }
    Reply first = submit("\"" + Samples.base64(file) + "\"", fields);
    return first.status() == 400 || first.status() == 422
        ? submit("\"" + upload(file) + "\"", fields)
        : first;
  }

  Reply submit(String images, String fields) throws Exception {
    submissions++;
    return server.send(
        server
            .json(EDIT, "{\"prompt\":\"A red fox\",\"images\":" + images + "," + fields + "}")
            .header("X-Source", "cli"));
  }

  /** The link under which the file can be used. */
  String upload(byte[] file) throws Exception {
    Reply reply = post(file);
    if (reply.status() != 200) {
      throw new IllegalStateException(reply.body());
    }
    uploads.add(reply.text("/url"));
    return uploads.getLast();
  }

  Reply post(byte[] file) throws Exception {
    return post("file", file);
  }

  Reply post(String field, byte[] file) throws Exception {
    var form = new ByteArrayOutputStream();
    form.writeBytes(
        String.join(
                "\r\n",
                "--cli",
                "Content-Disposition: form-data; name=\"" + field + "\"; filename=\"house.png\"",
                "Content-Type: application/octet-stream",
                "",
                "")
            .getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(file);
    form.writeBytes("\r\n--cli--\r\n".getBytes(StandardCharsets.US_ASCII));
    return server.send(
        server
            .request(UPLOAD)
            .header("Content-Type", "multipart/form-data; boundary=cli")
            .header("X-Source", "cli")
            .POST(BodyPublishers.ofByteArray(form.toByteArray())));
  }

  List<String> uploads() {
    return List.copyOf(uploads);
  }

  int submissions() {
    return submissions;
  }

  /** What the upstream was asked for. */
  ImageRequest.Edit edited(Reply created) {
    String job = created.header("x-atelier-job").orElseThrow();
    return (ImageRequest.Edit)
        await()
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
}
