package dev.atelier.api;

import dev.atelier.api.Uploads.Upload;
import dev.atelier.http.wire.DataUrlSink;
import dev.atelier.http.wire.MalformedBase64Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Takes the text of a picture in a JSON body and decodes it into an upload. A bad one is read to
 * its end all the same, so that the fields behind it are judged first.
 */
public final class InlineImage extends OutputStream {
  private final Upload upload;
  private final OutputStream sink;
  private long characters;
  private Optional<String> problem = Optional.empty();

  private InlineImage(Upload upload, OutputStream sink) {
    this.upload = upload;
    this.sink = sink;
  }

  /** One written as a base64 data URL. */
  public static InlineImage dataUrl(Upload upload) {
    return new InlineImage(upload, new DataUrlSink(upload.out()));
  }

  /** One written as a base64 data URL or as the base64 alone. */
  public static InlineImage base64(Upload upload) {
    return new InlineImage(upload, new Base64OrDataUrl(upload.out()));
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

  public Upload upload() {
    return upload;
  }

  /** Length of the text. */
  public long characters() {
    return characters;
  }

  /** Why the text is no picture; completes "the URL …". */
  public Optional<String> problem() {
    return problem;
  }
}
