package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.JobIdFormat;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.UploadForm;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.EntityTag;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Multipart;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.RequestFault;
import dev.atelier.metering.key.Principal;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code /artifacts}: stored pictures, be they uploads, inputs or results. */
final class Artifacts {
  private static final String FILE = "file";
  private static final String EDGE = "edge";
  private static final int EDGE_MIN = 32;
  private static final int EDGE_MAX = 1024;
  private static final int EDGE_USUAL = 480;
  private static final String EXPECTED = "an image, or multipart/form-data with a file";

  private final Gateway gateway;
  private final FileLinks links;
  private final Duration kept;
  private final Strictness strictness;

  /**
   * @param kept how long an upload is stored
   */
  Artifacts(Gateway gateway, FileLinks links, Duration kept, Strictness strictness) {
    this.gateway = gateway;
    this.links = links;
    this.kept = kept;
    this.strictness = strictness;
  }

  /** The artifact a caller names, in any form that an id has. */
  static Optional<ArtifactId> id(String name) {
    return JobIdFormat.parseArtifact(name);
  }

  /** Largest body of an upload, with room for the form around it. */
  long bodyBytesMax() {
    return gateway.prepare().bytesMax() + UploadForm.SLACK_BYTES;
  }

  void upload(Exchange exchange, Principal principal) throws IOException {
    Artifact artifact =
        Multipart.accepts(exchange.contentType())
            ? form(exchange, principal)
            : body(exchange, principal);
    exchange.setHeader(
        "Location", links.base(exchange) + AtelierApi.PATH + "/artifacts/" + artifact.id());
    Json.respond(exchange, 201, json(exchange, artifact));
  }

  void show(Exchange exchange, Principal principal) throws IOException {
    Json.respond(exchange, 200, json(exchange, require(exchange, principal)));
  }

  void content(Exchange exchange, Principal principal) throws IOException {
    Artifact artifact = require(exchange, principal);
    try (SeekableByteChannel content = gateway.artifacts().content(artifact).channel()) {
      send(exchange, artifact, content);
    } catch (NoSuchFileException e) {
      throw notFound(exchange);
    }
  }

  /** Named by what it is made of, so that whoever has it makes no work. */
  void thumbnail(Exchange exchange, Principal principal) throws IOException {
    Fields query = Fields.ofQuery(exchange);
    query.only(Set.of(EDGE));
    int edge = query.integer(EDGE, EDGE_MIN, EDGE_MAX).orElse(EDGE_USUAL);
    Artifact artifact = require(exchange, principal);
    if (exchange.unchanged(new EntityTag(artifact.hash().hex() + "-" + edge, false))) {
      return;
    }
    try {
      byte[] small = gateway.thumbnails().of(artifact, edge).orElseThrow(() -> notFound(exchange));
      exchange.setHeader("X-Content-Type-Options", "nosniff");
      exchange.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
      exchange.respond(200, OutputFormat.WEBP.mediaType(), small);
    } catch (NoSuchFileException e) {
      throw notFound(exchange);
    }
  }

  private static void send(Exchange exchange, Artifact artifact, SeekableByteChannel content)
      throws IOException {
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    exchange.setHeader("Cache-Control", "private, no-cache");
    exchange.sendFile(
        content,
        artifact.mediaType(),
        artifact.hash().hex(),
        Optional.of("inline; filename=\"" + name(artifact) + "\""));
  }

  void delete(Exchange exchange, Principal principal) throws IOException {
    boolean deleted =
        id(exchange.variable("id"))
            .filter(id -> gateway.artifacts().delete(principal, id))
            .isPresent();
    if (!deleted) {
      throw notFound(exchange);
    }
    exchange.respond(204);
  }

  private Artifact form(Exchange exchange, Principal principal) throws IOException {
    try (var form = UploadForm.read(exchange, gateway.prepare(), strictness)) {
      form.fields().only(Set.of());
      StagedFile staged = form.file(gateway.prepare().bytesMax());
      return gateway.uploads().keep(principal, FILE, staged, kept);
    }
  }

  private Artifact body(Exchange exchange, Principal principal) throws IOException {
    String type = exchange.contentType().orElse("").strip().toLowerCase(Locale.ROOT);
    if (!type.startsWith("image/") && !type.startsWith("application/octet-stream")) {
      throw new FaultException(new RequestFault.UnsupportedMediaType(type, EXPECTED));
    }
    try (StagedFile staged = gateway.prepare().stage();
        InputStream body = exchange.body()) {
      body.transferTo(staged);
      if (staged.bytes() > gateway.prepare().bytesMax()) {
        throw new FaultException(new RequestFault.BodyTooLarge(gateway.prepare().bytesMax()));
      }
      return gateway.uploads().keep(principal, FILE, staged, kept);
    }
  }

  private ObjectNode json(Exchange exchange, Artifact artifact) {
    FileLinks.Link link = links.lasting(links.base(exchange), artifact, name(artifact));
    ObjectNode json =
        Json.object()
            .put("id", artifact.id().toString())
            .put("media_type", artifact.mediaType())
            .put("bytes", artifact.bytes());
    Json.text(json, "size", artifact.size().map(Object::toString));
    json.put("sha256", artifact.hash().hex());
    json.put("created_at", Json.time(artifact.created()));
    Json.time(json, "expires_at", artifact.expires());
    json.put("url", link.url());
    json.put("url_expires_at", Json.time(link.until()));
    return json;
  }

  private static String name(Artifact artifact) {
    return "image." + FileLinks.extension(artifact);
  }

  private Artifact require(Exchange exchange, Principal principal) {
    return id(exchange.variable("id"))
        .flatMap(id -> gateway.artifacts().find(principal, id))
        .orElseThrow(() -> notFound(exchange));
  }

  private static FaultException notFound(Exchange exchange) {
    return new FaultException(new RequestFault.NotFound("artifact", exchange.variable("id")));
  }
}
