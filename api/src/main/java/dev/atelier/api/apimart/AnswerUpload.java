package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.TakeUpload;
import dev.atelier.api.read.Strictness;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.metering.key.Principal;
import dev.atelier.storage.Artifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Takes a reference ahead of the tasks that use it. */
final class AnswerUpload {
  private static final long FILE_BYTES_MAX = 20L << 20;
  static final long BODY_BYTES_MAX = TakeUpload.bodyBytesMax(FILE_BYTES_MAX);
  private static final Duration KEPT = Duration.ofDays(3);

  private final TakeUpload upload;

  AnswerUpload(Gateway gateway, FileLinks links, Strictness strictness) {
    this.upload = new TakeUpload(gateway, links, FILE_BYTES_MAX, KEPT, strictness);
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    exchange.respond(200, JsonBody.MEDIA_TYPE, body(upload.take(exchange, principal)));
  }

  private static byte[] body(TakeUpload.Taken taken) throws IOException {
    Artifact artifact = taken.artifact();
    var bytes = new ByteArrayOutputStream();
    new JsonWriterStream(bytes)
        .beginObject()
        .field("url", taken.link())
        .field("filename", taken.fileName())
        .field("content_type", artifact.mediaType())
        .field("bytes", artifact.bytes())
        .field("created_at", artifact.created().getEpochSecond())
        .endObject();
    return bytes.toByteArray();
  }
}
