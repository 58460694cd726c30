package dev.atelier.api.read;

import dev.atelier.api.read.Uploads.Upload;
import dev.atelier.http.wire.DataUrlSink;
import dev.atelier.http.wire.LenientDataUrl;
import dev.atelier.http.wire.MalformedBase64Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Takes the text of a picture and decodes it into an upload. A bad one is read to its end all the
 * same, so that the fields behind it are judged first.
 */
final class InlineImage extends OutputStream {
  private final Upload upload;
  private final OutputStream sink;
  private long characters;
  private Optional<String> problem = Optional.empty();

  private InlineImage(Upload upload, OutputStream sink) {
    this.upload = upload;
    this.sink = sink;
  }

  /** One in any spelling of base64, with or without the head of a data URL. */
  static InlineImage of(Upload upload) {
    return new InlineImage(upload, new LenientDataUrl(upload.out()));
  }

  /**
   * One as an API documents it.
   *
   * @param bare whether it may be base64 without the head of a data URL
   */
  static InlineImage documented(Upload upload, boolean bare) {
    return new InlineImage(
        upload, bare ? new Base64OrDataUrl(upload.out()) : new DataUrlSink(upload.out()));
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

  /** Length of the text. */
  long characters() {
    return characters;
  }

  /** Why the text is no picture; completes "the text …". */
  Optional<String> problem() {
    return problem;
  }
}
