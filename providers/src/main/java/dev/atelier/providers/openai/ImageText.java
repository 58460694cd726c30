package dev.atelier.providers.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.atelier.http.wire.Base64Stream;
import dev.atelier.http.wire.DataUrlSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of one image: base64, a data URL, or the URL where it stands. Servers put any of
 * these under {@code b64_json} and {@code url}; the first bytes tell which it is.
 */
final class ImageText extends OutputStream {
  private static final int HEAD_BYTES = 5;
  private static final int URL_BYTES_MAX = 8 << 10;

  private final Supplier<? extends OutputStream> image;
  private final Runnable whole;
  private final Consumer<String> url;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private @Nullable OutputStream target;
  private boolean remote;

  /**
   * @param image opens where the image's bytes go
   * @param whole told once they have all come
   * @param url told where they stand
   */
  ImageText(Supplier<? extends OutputStream> image, Runnable whole, Consumer<String> url) {
    this.image = image;
    this.whole = whole;
    this.url = url;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    OutputStream to = target;
    if (to != null) {
      to.write(source, offset, length);
      return;
    }
    head.write(source, offset, length);
    if (remote ? head.size() > URL_BYTES_MAX : head.size() >= HEAD_BYTES) {
      begin();
    }
  }

  @Override
  public void close() throws IOException {
    if (target == null && head.size() > 0) {
      begin();
    }
    OutputStream to = target;
    if (to != null) {
      to.close();
      whole.run();
    } else if (head.size() > 0) {
      url.accept(head.toString(ISO_8859_1));
    }
  }

  private void begin() throws IOException {
    String text = head.toString(ISO_8859_1);
    if (isUrl(text)) {
      if (text.length() > URL_BYTES_MAX) {
        throw new IOException("the URL of an image is too long");
      }
      remote = true;
      return;
    }
    boolean data = text.regionMatches(true, 0, "data:", 0, HEAD_BYTES);
    OutputStream to = data ? new DataUrlSink(image.get()) : Base64Stream.decoder(image.get());
    target = to;
    head.writeTo(to);
  }

  /** A path begins with a slash, and so does base64 of a JPEG. */
  private static boolean isUrl(String text) {
    return text.startsWith("http:")
        || text.startsWith("https")
        || (text.startsWith("/") && !text.startsWith("/9j/"));
  }
}
