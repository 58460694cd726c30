package dev.atelier.http.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes as clients write them into a text, and passes them on: base64 by itself or as a data
 * URL (RFC 2397), each in every spelling of {@link LenientBase64}. The URL's scheme may be in
 * capitals, be missing or come twice; its media type may have parameters or be missing; blanks and
 * percent-encoding may be anywhere; without {@code base64} the text is the bytes, percent-encoded.
 * Quotes around it, as Python prints bytes, do no harm.
 *
 * <p>Made for {@link FieldSpool}: an image of 20 MB goes through in blocks. Never closes the stream
 * behind it.
 */
public final class LenientDataUrl extends OutputStream {
  private static final int HEAD_MAX = 256;
  private static final int BLOCK_BYTES = 8 << 10;
  private static final String SCHEME = "data:";
  private static final String BASE64 = "base64";

  private final OutputStream out;
  private final boolean nested;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream(32);
  private final PercentEscape escape = new PercentEscape();
  private @Nullable OutputStream content;

  public LenientDataUrl(OutputStream out) {
    this(out, false);
  }

  /**
   * @param nested whether it is the content of another one, which may not have another in it
   */
  private LenientDataUrl(OutputStream out, boolean nested) {
    this.out = out;
    this.nested = nested;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (content == null && at < end) {
      take(source[at++]);
    }
    if (content != null && at < end) {
      content.write(source, at, end - at);
    }
  }

  /** Ends the text; throws {@link MalformedBase64Exception} when it is not a whole one. */
  @Override
  public void close() throws IOException {
    OutputStream to = content;
    if (to == null) {
      to = bare();
      content = to;
    }
    to.close();
  }

  private void take(byte character) throws IOException {
    if (escape.open()) {
      int decoded = escape.take(character);
      if (decoded >= 0) {
        keep((byte) decoded);
      }
    } else if (character == '%') {
      escape.begin();
    } else {
      keep(character);
    }
  }

  private void keep(byte character) throws IOException {
    if (character == ',') {
      content = url(head.toString(StandardCharsets.ISO_8859_1));
      return;
    }
    head.write(character);
    if (head.size() == HEAD_MAX) {
      content = bare();
    }
  }

  private OutputStream url(String written) throws MalformedBase64Exception {
    String text = written.replaceAll("\\s|^\\s*b?[\"']", "").toLowerCase(Locale.ROOT);
    if (text.equals(SCHEME + BASE64) || List.of(text.split(";")).contains(BASE64)) {
      return nested ? new LenientBase64(out) : new LenientDataUrl(out, true);
    }
    if (text.startsWith(SCHEME)) {
      return new PercentEncoded(out);
    }
    throw notOne();
  }

  /** No comma came: it is base64 alone, which has neither colons nor semicolons. */
  private OutputStream bare() throws IOException {
    String text = head.toString(StandardCharsets.ISO_8859_1);
    if (escape.open() || text.indexOf(':') >= 0 || text.indexOf(';') >= 0) {
      throw notOne();
    }
    var base64 = new LenientBase64(out);
    base64.write(text.replaceFirst("^\\s*b(?=[\"'])", "").getBytes(StandardCharsets.ISO_8859_1));
    return base64;
  }

  private static MalformedBase64Exception notOne() {
    return new MalformedBase64Exception("is neither base64 nor a data URL");
  }

  /** Bytes that stand for themselves, but for those behind a percent sign. */
  private static final class PercentEncoded extends OutputStream {
    private final OutputStream out;
    private final PercentEscape escape = new PercentEscape();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES);

    PercentEncoded(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      if (escape.open()) {
        int decoded = escape.take((byte) b);
        if (decoded >= 0) {
          keep(decoded);
        }
      } else if (b == '%') {
        escape.begin();
      } else {
        keep(b);
      }
    }

    private void keep(int b) throws IOException {
      block.write(b);
      if (block.size() == BLOCK_BYTES) {
        pass();
      }
    }

    private void pass() throws IOException {
      block.writeTo(out);
      block.reset();
    }

    @Override
    public void close() throws IOException {
      if (escape.open()) {
        throw new MalformedBase64Exception("is cut short");
      }
      pass();
    }
  }
}
