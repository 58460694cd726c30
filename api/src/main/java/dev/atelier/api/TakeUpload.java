package dev.atelier.api;

import dev.atelier.gateway.Gateway;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.server.MultipartLimits;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.FaultException;
import dev.atelier.metering.Principal;
import dev.atelier.storage.Artifact;
import dev.atelier.storage.Staged;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;

/** Takes one picture that a form sends, as {@code file}, ahead of the request that uses it. */
public final class TakeUpload {
  private static final String FILE = "file";
  private static final long ROOM_FOR_THE_FORM = 64 << 10;

  private final Gateway gateway;
  private final FileLinks links;
  private final long fileBytesMax;
  private final Duration kept;

  /**
   * @param links signs the link under which it can be used
   * @param fileBytesMax largest picture
   * @param kept how long it is stored, and its link works
   */
  public TakeUpload(Gateway gateway, FileLinks links, long fileBytesMax, Duration kept) {
    this.gateway = gateway;
    this.links = links;
    this.fileBytesMax = fileBytesMax;
    this.kept = kept;
  }

  /** Largest body of a route that takes such forms. */
  public static long bodyBytesMax(long fileBytesMax) {
    return fileBytesMax + ROOM_FOR_THE_FORM;
  }

  /**
   * @throws FaultException any fault of the form or the picture; nothing is stored then
   */
  public Taken take(Exchange exchange, Principal principal) throws IOException {
    if (!Multipart.accepts(exchange.contentType())) {
      throw new FaultException(
          new Fault.UnsupportedMediaType(exchange.contentType().orElse(""), "multipart/form-data"));
    }
    try (Staged staged = gateway.prepare().stage()) {
      Form form =
          new Multipart(MultipartLimits.DEFAULT, FILE::equals, new OneFile(staged)).read(exchange);
      requireFile(form);
      if (staged.bytes() > fileBytesMax) {
        throw new FaultException(new Fault.BodyTooLarge(fileBytesMax));
      }
      Artifact artifact = gateway.uploads().keep(principal, FILE, staged, kept);
      String name = name(form, artifact);
      Instant until = artifact.created().plus(kept);
      return new Taken(artifact, name, links.file(exchange, artifact, name, until));
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

  private static String name(Form form, Artifact artifact) {
    return form.files()
        .getFirst()
        .part()
        .fileName()
        .filter(given -> !given.isBlank())
        .orElseGet(() -> "image." + FileLinks.extension(artifact));
  }

  /**
   * A picture that was taken.
   *
   * @param fileName as its sender calls it
   * @param link signed
   */
  public record Taken(Artifact artifact, String fileName, String link) {}

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
