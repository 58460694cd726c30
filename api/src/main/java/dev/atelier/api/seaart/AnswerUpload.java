package dev.atelier.api.seaart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.api.TakeUpload;
import dev.atelier.api.read.Strictness;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.metering.key.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/** Takes a local file of the vendor's command line ahead of the task that uses it (8). */
final class AnswerUpload {
  /** The command line builds the path itself, beside the one of the queue. */
  static final String MOUNT = "/api/v1/storage/files";

  private static final Duration KEPT = Duration.ofDays(1);

  private final TakeUpload upload;
  private final long bodyBytesMax;

  AnswerUpload(Gateway gateway, FileLinks links, Strictness strictness) {
    long fileBytesMax = gateway.prepare().bytesMax();
    this.upload = new TakeUpload(gateway, links, fileBytesMax, KEPT, strictness);
    this.bodyBytesMax = TakeUpload.bodyBytesMax(fileBytesMax);
  }

  long bodyBytesMax() {
    return bodyBytesMax;
  }

  void answer(Exchange exchange, Principal principal) throws IOException {
    TakeUpload.Taken taken = upload.take(exchange, principal);
    var bytes = new ByteArrayOutputStream();
    new JsonWriterStream(bytes).beginObject().field("url", taken.link()).endObject();
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }
}
