package dev.atelier.server.page;

import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.http.server.ErrorRenderer;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.HttpError;
import dev.atelier.http.server.Mount;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.ArtifactStore;
import dev.atelier.storage.Disposition;
import dev.atelier.storage.LinkTerms;
import dev.atelier.storage.SignedLinks;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves {@code /files/…}: whoever has the signed link may read, until it expires. */
public final class SignedFiles {
  private static final HttpError GONE =
      new HttpError.NotFound("The link is unknown, expired or was changed.");

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Database database;
  private final ArtifactStore artifacts;
  private final SignedLinks links;
  private final InstantSource clock;
  private final ErrorRenderer errors;

  /**
   * @param errors the shape of errors outside every API
   */
  public SignedFiles(
      Database database,
      ArtifactStore artifacts,
      SignedLinks links,
      InstantSource clock,
      ErrorRenderer errors) {
    this.database = database;
    this.artifacts = artifacts;
    this.links = links;
    this.clock = clock;
    this.errors = errors;
  }

  public Mount mount() {
    return Mount.at(errors, "/files").get("/{id}/{name}", this::serve);
  }

  private void serve(Exchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (FaultException | DatabaseUnavailableException away) {
      exchange.setHeader("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
      errors.render(exchange, new HttpError.Draining(RETRY_AFTER));
    }
  }

  private void answer(Exchange exchange) throws IOException {
    Optional<Artifact> artifact =
        links.verify(exchange.path(), single(exchange)).flatMap(this::find);
    if (artifact.isEmpty()) {
      errors.render(exchange, GONE);
      return;
    }
    Optional<URI> elsewhere = elsewhere(exchange, artifact.get());
    if (elsewhere.isPresent()) {
      redirect(exchange, elsewhere.get());
      return;
    }
    try (SeekableByteChannel content = artifacts.content(artifact.get()).channel()) {
      send(exchange, artifact.get(), content);
    } catch (NoSuchFileException e) {
      errors.render(exchange, GONE);
    }
  }

  /**
   * Where the bytes are read without us, for no longer than the link works. An address is good for
   * GET alone.
   */
  private Optional<URI> elsewhere(Exchange exchange, Artifact artifact) {
    if (!exchange.method().equals("GET")) {
      return Optional.empty();
    }
    Instant expires =
        Stream.concat(links.expires(single(exchange)).stream(), artifact.expires().stream())
            .min(Comparator.naturalOrder())
            .orElseGet(clock::instant);
    return artifacts
        .content(artifact)
        .address(new LinkTerms(artifact.mediaType(), disposition(exchange), expires));
  }

  private static void redirect(Exchange exchange, URI elsewhere) throws IOException {
    exchange.setHeader("Location", elsewhere.toString());
    exchange.setHeader("Cache-Control", "no-store");
    exchange.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    exchange.respond(302);
  }

  private static void send(Exchange exchange, Artifact artifact, SeekableByteChannel content)
      throws IOException {
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    exchange.setHeader("Cache-Control", "private, max-age=3600");
    exchange.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    exchange.sendFile(
        content, artifact.mediaType(), artifact.hash().hex(), Optional.of(disposition(exchange)));
  }

  private Optional<Artifact> find(ArtifactId id) {
    return database
        .read(tx -> artifacts.find(tx, id))
        .filter(found -> found.expires().map(clock.instant()::isBefore).orElse(true));
  }

  private static String disposition(Exchange exchange) {
    return (Disposition.isAttachment(exchange.query("d")) ? "attachment" : "inline")
        + "; filename=\""
        + exchange.variable("name").replaceAll("[^A-Za-z0-9._-]", "_")
        + "\"";
  }

  private static Map<String, String> single(Exchange exchange) {
    var values = new HashMap<String, String>();
    exchange.queryAll().forEach((name, all) -> values.put(name, all.getFirst()));
    return values;
  }
}
