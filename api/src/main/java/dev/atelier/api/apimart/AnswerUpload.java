package dev.atelier.api.apimart;

import dev.atelier.api.FileLinks;
import dev.atelier.api.JsonBody;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.server.MultipartLimits;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import dev.atelier.metering.Principal;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.Staged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/** Takes a reference ahead of the tasks that use it (APIMart, 6). */
final class AnswerUpload {
  /** With room for the form around the file. */
  static final long BODY_BYTES_MAX = (20L << 20) + (64 << 10);

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
    if (!Multipart.accepts(exchange.contentType())) {
      throw new FaultException(
          new Fault.UnsupportedMediaType(exchange.contentType().orElse(""), "multipart/form-data"));
    }
    try (Staged staged = gateway.prepare().stage()) {
      Form form =
          new Multipart(MultipartLimits.DEFAULT, FILE::equals, new OneFile(staged)).read(exchange);
      requireFile(form);
      if (staged.bytes() > FILE_BYTES_MAX) {
        throw new FaultException(new Fault.BodyTooLarge(FILE_BYTES_MAX));
      }
      Artifact artifact = gateway.uploads().keep(principal, FILE, staged, KEPT);
      exchange.respond(200, JsonBody.MEDIA_TYPE, body(exchange, form, artifact));
    }
  }

  private static void requireFile(Form form) {
    if (form.files().isEmpty()) {
      throw Fault.invalid(FILE, new Problem.Missing());
    }
    if (form.files().size() > 1) {
      throw Fault.invalid(FILE, new Problem.TooMany(1, form.files().size()));
    }
  }

  private byte[] body(Exchange exchange, Form form, Artifact artifact) throws IOException {
    String name =
        form.files()
            .getFirst()
            .part()
            .fileName()
            .filter(given -> !given.isBlank())
            .orElseGet(() -> "image." + FileLinks.extension(artifact));
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

  /** Only the first file is written; the form tells how many there were. */
  private static final class OneFile implements Multipart.FileSink {
    private final Staged staged;
    private boolean taken;

    OneFile(Staged staged) {
      this.staged = staged;
    }

    @Override
    public OutputStream open(Form.Part part) {
      OutputStream out = taken ? OutputStream.nullOutputStream() : staged;
      taken = true;
      return out;
    }
  }
}
