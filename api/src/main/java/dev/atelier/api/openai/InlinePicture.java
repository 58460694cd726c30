package dev.atelier.api.openai;

import dev.atelier.api.Uploads.Upload;
import dev.atelier.http.wire.DataUrlSink;
import dev.atelier.http.wire.MalformedBase64Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Takes the text of a data URL and decodes it into an upload. A bad one is read to its end all the
 * same, so that the fields behind it are judged first.
 */
final class InlinePicture extends OutputStream {
  private final Upload upload;
  private final DataUrlSink sink;
  private long characters;
  private Optional<String> problem = Optional.empty();

  InlinePicture(Upload upload) {
    this.upload = upload;
    this.sink = new DataUrlSink(upload.out());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    characters += length;
    if (problem.isEmpty()) {
      try {
        sink.write(source, offset, length);
      } catch (MalformedBase64Exception e) {
        problem = Optional.of(e.problem());
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (problem.isEmpty()) {
      try {
        sink.close();
      } catch (MalformedBase64Exception e) {
        problem = Optional.of(e.problem());
      }
    }
  }

  Upload upload() {
    return upload;
  }

  /** Length of the URL. */
  long characters() {
    return characters;
  }

  /** Why the text is no picture in a data URL. */
  Optional<String> problem() {
    return problem;
  }
}
