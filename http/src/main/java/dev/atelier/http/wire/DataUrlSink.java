package dev.atelier.http.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Takes the text of a {@code data:image/png;base64,…} URL (RFC 2397) and passes the bytes on.
 *
 * <p>Made for {@link FieldSpool}: the URL of a 20 MB image goes through in blocks. The media type
 * is what the client claimed; look at the bytes.
 */
public final class DataUrlSink extends OutputStream {
  private static final int HEAD_MAX = 256;

  private final Base64Stream.Decoder decoder;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(32);
  private boolean headDone;
  private String mediaType = "";

  public DataUrlSink(OutputStream out) {
    this.decoder = Base64Stream.decoder(out);
  }

  /** In lower case, without parameters; empty when the URL names none. Known after the head. */
  public String mediaType() {
    return mediaType;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (!headDone && at < end) {
      head(source[at]);
      at++;
    }
    decoder.write(source, at, end - at);
  }

  /** Ends the URL; throws {@link MalformedBase64Exception} when it is not a whole one. */
  @Override
  public void close() throws IOException {
    if (!headDone) {
      throw notOne();
    }
    decoder.finish();
  }

  private void head(byte b) throws MalformedBase64Exception {
    if (b != ',') {
      head.write(b);
      if (head.size() > HEAD_MAX) {
        throw notOne();
      }
      return;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (!text.startsWith("data:") || !text.endsWith(";base64")) {
      throw notOne();
    }
    String type = text.substring("data:".length(), text.length() - ";base64".length());
    int semicolon = type.indexOf(';');
    mediaType = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    headDone = true;
  }

  private static MalformedBase64Exception notOne() {
    return new MalformedBase64Exception("is not a base64 data URL");
  }
}
