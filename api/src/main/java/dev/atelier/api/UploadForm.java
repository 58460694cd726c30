package dev.atelier.api;

import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.http.server.Multipart;
import dev.atelier.http.server.MultipartLimits;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.storage.StagedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A form that brings one file, which is on disk until this is closed, or for good once sealed. */
public final class UploadForm implements AutoCloseable {
  /** What the form around the file may have beside it, in bytes. */
  public static final long SLACK_BYTES = 64 << 10;

  private final String field;
  private final Form form;
  private final StagedFile staged;

  private UploadForm(String field, Form form, StagedFile staged) {
    this.field = field;
    this.form = form;
    this.staged = staged;
  }

  /**
   * @param field the name of the part that is the file
   * @throws FaultException {@link RequestFault.UnsupportedMediaType}
   */
  public static UploadForm read(Exchange exchange, PrepareInputs prepare, String field)
      throws IOException {
    if (!Multipart.accepts(exchange.contentType())) {
      throw new FaultException(
          new RequestFault.UnsupportedMediaType(
              exchange.contentType().orElse(""), "multipart/form-data"));
    }
    StagedFile staged = prepare.stage();
    try {
      Form form =
          new Multipart(MultipartLimits.DEFAULT, field::equals, new OneFile(staged)).read(exchange);
      return new UploadForm(field, form, staged);
    } catch (IOException | RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  /** The texts. */
  public Fields fields() {
    return Fields.ofForm(form);
  }

  /**
   * The file, if there is exactly one.
   *
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.BodyTooLarge}
   */
  public StagedFile file(long bytesMax) {
    if (form.files().isEmpty()) {
      throw RequestFault.invalid(field, new Problem.Missing());
    }
    if (form.files().size() > 1) {
      throw RequestFault.invalid(field, new Problem.TooMany(1, form.files().size()));
    }
    if (staged.bytes() > bytesMax) {
      throw new FaultException(new RequestFault.BodyTooLarge(bytesMax));
    }
    return staged;
  }

  /** What the client calls the file. */
  public Optional<String> fileName() {
    return form.files().getFirst().part().fileName().filter(given -> !given.isBlank());
  }

  @Override
  public void close() {
    staged.close();
  }

  /** Only the first file is written; the form tells how many there were. */
  private static final class OneFile implements Multipart.FileSink {
    private final StagedFile staged;
    private boolean taken;

    OneFile(StagedFile staged) {
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
