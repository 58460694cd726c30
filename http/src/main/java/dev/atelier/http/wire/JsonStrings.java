package dev.atelier.http.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads one JSON string after another: run by run between quotes, escapes and block ends.
 *
 * <p>A string is gathered in memory until it turns out to be long; then, if the spool wants it,
 * what was gathered and every later run go to its sink.
 */
final class JsonStrings {
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':'};

  private final JsonInput in;
  private final JsonHeap heap;
  private final FieldSpool spool;
  private byte[] gathered = new byte[256];
  private int kept;
  private int start;
  private @Nullable OutputStream sink;
  private boolean asked;
  private boolean ascii;
  private long bytes;

  JsonStrings(JsonInput in, JsonHeap heap, FieldSpool spool) {
    this.in = in;
    this.heap = heap;
    this.spool = spool;
  }

  /** A member's name; the opening quote is next. */
  String name() throws IOException {
    begin(true);
    read(() -> "");
    return text();
  }

  /** A value; the opening quote is next. */
  JsonNode value(Supplier<String> pointer) throws IOException {
    begin(false);
    read(pointer);
    offer(pointer);
    OutputStream taken = sink;
    if (taken == null) {
      return JsonNodeFactory.instance.stringNode(text());
    }
    taken.close();
    return JsonNodeFactory.instance.pojoNode(new Spooled(pointer.get(), bytes));
  }

  private void begin(boolean name) throws IOException {
    kept = 0;
    sink = null;
    asked = name;
    ascii = true;
    bytes = 0;
    in.take();
  }

  private void read(Supplier<String> pointer) throws IOException {
    while (true) {
      in.peek();
      start = in.at;
      run();
      int length = in.at - start;
      int first = asked ? length : (int) Math.min(length, Math.max(0, toOffer() - bytes));
      append(in.block, start, first);
      offer(pointer);
      append(in.block, start + first, length - first);
      if (in.at < in.end) {
        int special = in.take();
        if (special == '"') {
          return;
        }
        if (special != '\\') {
          throw in.malformed("a control character in a string");
        }
        escape();
      } else if (in.peek() == JsonInput.EOF) {
        throw in.malformed("a string does not end");
      }
    }
  }

  /** Moves to the next quote, backslash, control character or block end. */
  private void run() {
    in.at = ByteRun.plainAscii(in.block, in.at, in.end);
    if (in.at < in.end && in.block[in.at] < 0) {
      ascii = false;
      in.at = ByteRun.plain(in.block, in.at, in.end);
    }
  }

  private void append(byte[] source, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    bytes += length;
    if (sink == null) {
      heap.bytes(length);
      keep(source, offset, length);
    } else if (ascii) {
      sink.write(source, offset, length);
    } else {
      throw in.malformed("a character that no image data has");
    }
  }

  private void offer(Supplier<String> pointer) throws IOException {
    if (asked || (bytes < spool.threshold() && !startsWithData())) {
      return;
    }
    asked = true;
    Optional<OutputStream> wanted = spool.open(pointer.get());
    if (wanted.isPresent()) {
      sink = wanted.get();
      heap.bytes(-kept);
      bytes = 0;
      append(gathered, 0, kept);
      kept = 0;
    }
  }

  private void keep(byte[] source, int offset, int length) {
    if (kept + length > gathered.length) {
      gathered = Arrays.copyOf(gathered, Math.max(kept + length, 2 * gathered.length));
    }
    System.arraycopy(source, offset, gathered, kept, length);
    kept += length;
  }

  private long toOffer() {
    return Math.max(spool.threshold(), DATA.length);
  }

  private boolean startsWithData() {
    return kept >= DATA.length && Arrays.equals(gathered, 0, DATA.length, DATA, 0, DATA.length);
  }

  private void escape() throws IOException {
    int code =
        switch (in.take()) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '/' -> '/';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> codePoint();
          default -> throw in.malformed("an unknown escape in a string");
        };
    ascii &= code < 0x80;
    byte[] utf8 = Character.toString(code).getBytes(StandardCharsets.UTF_8);
    append(utf8, 0, utf8.length);
  }

  private int codePoint() throws IOException {
    char first = (char) hex4();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    boolean paired = Character.isHighSurrogate(first) && in.take() == '\\' && in.take() == 'u';
    char second = paired ? (char) hex4() : 0;
    if (!Character.isLowSurrogate(second)) {
      throw in.malformed("half a surrogate pair in a string");
    }
    return Character.toCodePoint(first, second);
  }

  private int hex4() throws IOException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(in.take(), 16);
      if (digit < 0) {
        throw in.malformed("a wrong \\u escape in a string");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private String text() throws IOException {
    if (ascii) {
      return new String(gathered, 0, kept, StandardCharsets.ISO_8859_1);
    }
    try {
      ByteBuffer utf8 = ByteBuffer.wrap(gathered, 0, kept);
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw in.malformed("a string is not UTF-8");
    }
  }
}
