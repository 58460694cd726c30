package dev.atelier.api;

import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.UploadForm;
import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import dev.atelier.storage.Artifact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Takes one picture that a form sends, as {@code file}, ahead of the request that uses it. */
public final class TakeUpload {
  private static final String FILE = "file";

  private final Gateway gateway;
  private final FileLinks links;
  private final long fileBytesMax;
  private final Duration kept;
  private final Strictness strictness;

  /**
   * @param links signs the link under which it can be used
   * @param fileBytesMax largest picture
   * @param kept how long it is stored, and its link works
   */
  public TakeUpload(
      Gateway gateway, FileLinks links, long fileBytesMax, Duration kept, Strictness strictness) {
    this.gateway = gateway;
    this.links = links;
    this.fileBytesMax = fileBytesMax;
    this.kept = kept;
    this.strictness = strictness;
  }

  /** Largest body of a route that takes such forms. */
  public static long bodyBytesMax(long fileBytesMax) {
    return fileBytesMax + UploadForm.SLACK_BYTES;
  }

  /**
   * @throws FaultException any fault of the form or the picture; nothing is stored then
   */
  public Taken take(Exchange exchange, Principal principal) throws IOException {
    try (var form = UploadForm.read(exchange, gateway.prepare(), strictness)) {
      Artifact artifact = gateway.uploads().keep(principal, FILE, form.file(fileBytesMax), kept);
      String name = form.fileName().orElseGet(() -> "image." + FileLinks.extension(artifact));
      Instant until = artifact.created().plus(kept);
      return new Taken(artifact, name, links.file(exchange, artifact, name, until));
    }
  }

  /**
   * A picture that was taken.
   *
   * @param fileName as its sender calls it
   * @param link signed
   */
  public record Taken(Artifact artifact, String fileName, String link) {}
}
