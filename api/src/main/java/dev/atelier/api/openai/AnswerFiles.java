package dev.atelier.api.openai;

import dev.atelier.api.JsonBody;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.FileIdFormat;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.UploadForm;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.storage.FileId;
import dev.atelier.storage.FilePage;
import dev.atelier.storage.StagedFile;
import dev.atelier.storage.UploadedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keeps pictures that edits name by {@code file_id}. */
final class AnswerFiles {
  private static final String FILE = "file";
  private static final int NAME_MAX = 255;
  private static final int PAGE_MAX = 10_000;
  private static final String NEWEST_FIRST = "desc";

  private final Gateway gateway;
  private final Duration kept;
  private final Strictness strictness;

  /**
   * @param kept how long a file is kept if its upload does not say
   */
  AnswerFiles(Gateway gateway, Duration kept, Strictness strictness) {
    this.gateway = gateway;
    this.kept = kept;
    this.strictness = strictness;
  }

  /** Largest body of an upload. */
  long bodyBytesMax() {
    return gateway.prepare().bytesMax() + UploadForm.SLACK_BYTES;
  }

  void upload(Exchange exchange, Principal principal) throws IOException {
    try (var upload = UploadForm.read(exchange, gateway.prepare(), strictness)) {
      ReadFile subscription = ReadFile.of(upload.fields(), kept);
      StagedFile staged = upload.file(gateway.prepare().bytesMax());
      String name = name(upload);
      respond(exchange, json -> FileJson.write(json, keep(principal, staged, name, subscription)));
    }
  }

  private static String name(UploadForm upload) {
    String name = upload.fileName().orElse("upload");
    if (name.length() > NAME_MAX) {
      throw RequestFault.invalid("filename", new Problem.TooLong(NAME_MAX, name.length()));
    }
    return name;
  }

  private UploadedFile keep(
      Principal principal, StagedFile staged, String name, ReadFile subscription) {
    try {
      return gateway
          .files()
          .keep(principal, FILE, staged, name, subscription.purpose(), subscription.kept());
    } catch (FaultException e) {
      throw e.fault() instanceof RequestFault.UnusableImage(_, var field, var problem)
          ? RequestFault.invalid(
              field,
              new Problem.Other("only PNG, JPEG, WebP and GIF are kept; it " + problem + "."))
          : e;
    }
  }

  void list(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange, strictness);
    int limit = query.integer("limit", 1, PAGE_MAX).orElse(PAGE_MAX);
    boolean newestFirst =
        query
            .oneOf("order", List.of("asc", NEWEST_FIRST), Function.identity())
            .map(NEWEST_FIRST::equals)
            .orElse(true);
    List<UploadedFile> found =
        gateway
            .files()
            .list(
                principal,
                new FilePage(query.text("purpose"), after(query), newestFirst, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    try (OutputStream out = exchange.respond(200, JsonBody.MEDIA_TYPE)) {
      FileJson.write(new JsonWriterStream(out), page, found.size() > limit);
    }
  }

  private static Optional<FileId> after(Fields query) {
    return query
        .text("after")
        .map(name ->
            FileIdFormat.parse(name)
                .orElseThrow(
                    () -> query.invalid("after", new Problem.Other("expected a file's id."))));
  }

  void one(Exchange exchange, Principal principal) throws IOException {
    UploadedFile file = require(exchange, principal);
    respond(exchange, json -> FileJson.write(json, file));
  }

  /** The bytes as they were uploaded. */
  void content(Exchange exchange, Principal principal) throws IOException {
    UploadedFile file = require(exchange, principal);
    try (SeekableByteChannel content = gateway.files().content(file).channel()) {
      exchange.sendFile(
          content,
          file.artifact().mediaType(),
          file.artifact().hash().hex(),
          Optional.of("attachment"));
    }
  }

  void delete(Exchange exchange, Principal principal) throws IOException {
    String id = exchange.variable("id");
    if (FileIdFormat.parse(id).filter(one -> gateway.files().delete(principal, one)).isEmpty()) {
      throw notFound(id);
    }
    respond(exchange, json -> FileJson.writeDeleted(json, id));
  }

  private UploadedFile require(Exchange exchange, Principal principal) {
    String id = exchange.variable("id");
    return FileIdFormat.parse(id)
        .flatMap(one -> gateway.files().find(principal, one))
        .orElseThrow(() -> notFound(id));
  }

  private static FaultException notFound(String id) {
    return new FaultException(new RequestFault.NotFound("File", id));
  }

  private static void respond(Exchange exchange, Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    writing.to(new JsonWriterStream(bytes));
    exchange.respond(200, JsonBody.MEDIA_TYPE, bytes.toByteArray());
  }

  private interface Writing {
    void to(JsonWriterStream json) throws IOException;
  }
}
