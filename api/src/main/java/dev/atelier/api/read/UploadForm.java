package dev.atelier.api.read;

import dev.atelier.api.read.PartName.Role;
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
import java.util.List;
import java.util.Optional;

/**
 * A form that brings one file, which is on disk until this is closed, or for good once sealed. A
 * file input that was left empty brings nothing; unless the server is strict the part may have the
 * name of any upload or picture.
 */
public final class UploadForm implements AutoCloseable {
  /** What the form around the file may have beside it, in bytes. */
  public static final long SLACK_BYTES = 64 << 10;

  private static final String FILE = "file";

  private final Strictness strictness;
  private final Form form;
  private final StagedFile staged;

  private UploadForm(Strictness strictness, Form form, StagedFile staged) {
    this.strictness = strictness;
    this.form = form;
    this.staged = staged;
  }

  /**
   * @throws FaultException {@link RequestFault.UnsupportedMediaType}
   */
  public static UploadForm read(Exchange exchange, PrepareInputs prepare, Strictness strictness)
      throws IOException {
    if (!Multipart.accepts(exchange.contentType())) {
      throw new FaultException(
          new RequestFault.UnsupportedMediaType(
              exchange.contentType().orElse(""), "multipart/form-data"));
    }
    StagedFile staged = prepare.stage();
    try {
      Form form =
          new Multipart(
                  MultipartLimits.DEFAULT, name -> isFile(name, strictness), new FirstFile(staged))
              .read(exchange);
      return new UploadForm(strictness, form, staged);
    } catch (IOException | RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  private static boolean isFile(String name, Strictness strictness) {
    return strictness.lenient()
        ? PartName.is(Role.FILE, name) || PartName.is(Role.IMAGE, name)
        : name.equals(FILE);
  }

  /** Whether a part is what a browser sends of a file input that nobody filled. */
  static boolean leftEmpty(Form.File file) {
    return file.bytes() == 0 && file.part().fileName().isEmpty();
  }

  /** The texts. */
  public Fields fields() {
    return Fields.ofForm(form, strictness);
  }

  /**
   * The file, if there is exactly one.
   *
   * @throws FaultException {@link RequestFault.InvalidField} or {@link RequestFault.BodyTooLarge}
   */
  public StagedFile file(long bytesMax) {
    List<Form.File> given = given();
    if (given.isEmpty()) {
      throw RequestFault.invalid(FILE, new Problem.Missing());
    }
    if (given.size() > 1) {
      throw RequestFault.invalid(FILE, new Problem.TooMany(1, given.size()));
    }
    if (staged.bytes() > bytesMax) {
      throw new FaultException(new RequestFault.BodyTooLarge(bytesMax));
    }
    return staged;
  }

  /** What the client calls the file. */
  public Optional<String> fileName() {
    return given().getFirst().part().fileName().filter(name -> !name.isBlank());
  }

  private List<Form.File> given() {
    return form.files().stream().filter(file -> !strictness.lenient() || !leftEmpty(file)).toList();
  }

  @Override
  public void close() {
    staged.close();
  }

  /** Only the first file that has bytes is written; the form tells how many there were. */
  private static final class FirstFile implements Multipart.FileSink {
    private final StagedFile staged;
    private int parts;
    private int taken;

    FirstFile(StagedFile staged) {
      this.staged = staged;
    }

    @Override
    public OutputStream open(Form.Part part) {
      int number = ++parts;
      return new OutputStream() {
        @Override
        public void write(int b) {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) {
          taken = taken == 0 ? number : taken;
          if (taken == number) {
            staged.write(source, offset, length);
          }
        }
      };
    }
  }
}
