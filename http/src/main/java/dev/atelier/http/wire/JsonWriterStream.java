package dev.atelier.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import tools.jackson.databind.JsonNode;

/**
 * Writes one JSON text, with images streamed into it as base64 strings.
 *
 * <pre>{@code
 * new JsonWriterStream(out).beginObject().field("created", 1781047765)
 *     .base64Field("b64_json", image).endObject();
 * }</pre>
 *
 * <p>Writes many small pieces: give it a buffering stream. Commas are its own business, balance is
 * the caller's. Never flushes or closes.
 */
public final class JsonWriterStream {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final BitSet follows = new BitSet();
  private int depth;
  private boolean named;

  public JsonWriterStream(OutputStream out) {
    this.out = out;
  }

  public JsonWriterStream beginObject() throws IOException {
    return begin('{');
  }

  public JsonWriterStream endObject() throws IOException {
    return end('}');
  }

  public JsonWriterStream beginArray() throws IOException {
    return begin('[');
  }

  public JsonWriterStream endArray() throws IOException {
    return end(']');
  }

  /** A member's name; its value comes next. */
  public JsonWriterStream name(String name) throws IOException {
    separate();
    quoted(name);
    out.write(':');
    named = true;
    return this;
  }

  public JsonWriterStream string(String value) throws IOException {
    separate();
    quoted(value);
    return this;
  }

  public JsonWriterStream number(long value) throws IOException {
    return raw(Long.toString(value));
  }

  /** A finite number. */
  public JsonWriterStream number(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no " + value);
    }
    return raw(Double.toString(value));
  }

  public JsonWriterStream bool(boolean value) throws IOException {
    return raw(value ? "true" : "false");
  }

  public JsonWriterStream nothing() throws IOException {
    return raw("null");
  }

  public JsonWriterStream node(JsonNode value) throws IOException {
    return raw(value.toString());
  }

  /** All of {@code in} as one base64 string. */
  public JsonWriterStream base64(InputStream in) throws IOException {
    separate();
    out.write('"');
    Base64Stream.encode(in, out);
    out.write('"');
    return this;
  }

  /** All of {@code in} as one string that is a base64 data URL (RFC 2397). */
  public JsonWriterStream dataUrl(String mediaType, InputStream in) throws IOException {
    separate();
    out.write(("\"data:" + mediaType + ";base64,").getBytes(StandardCharsets.US_ASCII));
    Base64Stream.encode(in, out);
    out.write('"');
    return this;
  }

  public JsonWriterStream field(String name, String value) throws IOException {
    return name(name).string(value);
  }

  public JsonWriterStream field(String name, long value) throws IOException {
    return name(name).number(value);
  }

  public JsonWriterStream field(String name, boolean value) throws IOException {
    return name(name).bool(value);
  }

  public JsonWriterStream field(String name, JsonNode value) throws IOException {
    return name(name).node(value);
  }

  public JsonWriterStream base64Field(String name, InputStream in) throws IOException {
    return name(name).base64(in);
  }

  private JsonWriterStream begin(char bracket) throws IOException {
    separate();
    out.write(bracket);
    depth++;
    follows.clear(depth);
    return this;
  }

  private JsonWriterStream end(char bracket) throws IOException {
    out.write(bracket);
    depth--;
    return this;
  }

  private JsonWriterStream raw(String text) throws IOException {
    separate();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private void separate() throws IOException {
    if (!named && follows.get(depth)) {
      out.write(',');
    }
    follows.set(depth);
    named = false;
  }

  private void quoted(String text) throws IOException {
    out.write('"');
    if (plain(text)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } else {
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        escaped(b);
      }
    }
    out.write('"');
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void escaped(byte b) throws IOException {
    if (b == '"' || b == '\\') {
      out.write('\\');
      out.write(b);
    } else if (b >= 0 && b < ' ') {
      out.write(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]});
    } else {
      out.write(b);
    }
  }
}
