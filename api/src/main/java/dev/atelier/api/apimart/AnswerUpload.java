package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.UploadForm;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.metering.Principal;
import dev.atelier.storage.Artifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Takes a reference ahead of the tasks that use it (APIMart, 6). */
final class AnswerUpload {
  /** With room for the form around the file. */
  static final long BODY_BYTES_MAX = (20L << 20) + UploadForm.SLACK_BYTES;

  private static final long FILE_BYTES_MAX = 20L << 20;
  private static final String FILE = "file";
  private static final Duration KEPT = Duration.ofDays(3);

  private final Gateway gateway;
  private final FileLinks links;

  AnswerUpload(Gateway gateway, FileLinks links) {
    this.gateway = gateway;
    this.links = links;
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    try (var upload = UploadForm.read(exchange, gateway.prepare(), FILE)) {
      Artifact artifact =
          gateway.uploads().keep(principal, FILE, upload.file(FILE_BYTES_MAX), KEPT);
      exchange.respond(200, JsonBody.MEDIA_TYPE, body(exchange, upload, artifact));
    }
  }

  private byte[] body(Exchange exchange, UploadForm upload, Artifact artifact) throws IOException {
    String name = upload.fileName().orElseGet(() -> "image." + FileLinks.extension(artifact));
    var bytes = new ByteArrayOutputStream();
    new JsonWriterStream(bytes)
        .beginObject()
        .field("url", links.file(exchange, artifact, name, artifact.created().plus(KEPT)))
        .field("filename", name)
        .field("content_type", artifact.mediaType())
        .field("bytes", artifact.bytes())
        .field("created_at", artifact.created().getEpochSecond())
        .endObject();
    return bytes.toByteArray();
  }
}
