package dev.atelier.api.read;

import dev.atelier.http.wire.Base64Stream;
import dev.atelier.http.wire.DataUrlSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decodes base64 and passes the bytes on, whether or not it is dressed as a data URL: the first
 * five characters tell. Closing it ends the text, not the stream behind it.
 */
final class Base64OrDataUrl extends OutputStream {
  private static final String DATA = "data:";

  private final OutputStream out;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(DATA.length());
  private @Nullable OutputStream sink;

  Base64OrDataUrl(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int taken = sink == null ? Math.min(length, DATA.length() - head.size()) : 0;
    head.write(source, offset, taken);
    if (sink != null || head.size() == DATA.length()) {
      chosen().write(source, offset + taken, length - taken);
    }
  }

  @Override
  public void close() throws IOException {
    chosen().close();
  }

  private OutputStream chosen() throws IOException {
    if (sink == null) {
      boolean url =
          head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).equals(DATA);
      OutputStream fresh = url ? new DataUrlSink(out) : Base64Stream.decoder(out);
      fresh.write(head.toByteArray());
      sink = fresh;
      return fresh;
    }
    return sink;
  }
}
