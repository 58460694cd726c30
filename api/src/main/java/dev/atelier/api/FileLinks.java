package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.Disposition;
import dev.atelier.storage.Links;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The absolute links that answers hold. */
public final class FileLinks {
  private final Links links;
  private final Optional<URI> publicUrl;
  private final Duration last;
  private final InstantSource clock;

  /**
   * @param publicUrl what links begin with; the request's own scheme and host if empty
   * @param last how long a link works
   */
  public FileLinks(Links links, Optional<URI> publicUrl, Duration last, InstantSource clock) {
    this.links = links;
    this.publicUrl = publicUrl;
    this.last = last;
    this.clock = clock;
  }

  /** What every link begins with, without a slash at its end. */
  public String base(Exchange exchange) {
    String base = publicUrl.map(Object::toString).orElseGet(exchange::baseUrl);
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  /** A signed link to a stored file, which needs no key, from now on for the usual time. */
  public String to(Exchange exchange, Artifact artifact, String fileName) {
    return to(exchange, artifact, fileName, clock.instant().plus(last));
  }

  public String to(Exchange exchange, Artifact artifact, String fileName, Instant until) {
    return base(exchange) + links.path(artifact.id(), fileName, until, Disposition.INLINE);
  }

  /** The usual ending of a picture's file name, without the dot. */
  public static String extension(Artifact artifact) {
    return artifact.mediaType().replace("image/", "").replace("jpeg", "jpg");
  }
}
