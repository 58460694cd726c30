package dev.atelier.http.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads server-sent events (WHATWG HTML, "Server-sent events") as a client, in one block of memory.
 *
 * <pre>{@code
 * while (events.next()) {
 *   JsonNode event = JsonReader.parse(events.data(), JsonLimits.DEFAULT, spool);
 * }
 * }</pre>
 *
 * <p>The data of an event is a stream of its own, so that an event with a 20 MB image is parsed
 * while it arrives. Line ends may be LF, CR or CRLF; several data lines are joined with LF;
 * comments, ids and unknown fields are skipped. Unlike a browser it delivers an event whose last
 * line is not followed by a blank one: whoever parses the data notices a cut.
 */
public final class SseReader {
  private static final int FIRST_BYTES = 8 << 10;
  private static final int BLOCK_BYTES = 64 << 10;
  private static final int EOF = -1;

  private final InputStream in;
  private final int valueBytesMax;
  private byte[] block = new byte[FIRST_BYTES];
  private int at;
  private int end;
  private boolean afterCr;
  private boolean begun;
  private String name = "";
  private Data data = new Data();

  public SseReader(InputStream in) {
    this(in, 1024);
  }

  /**
   * @param valueBytesMax the longest event name
   */
  public SseReader(InputStream in, int valueBytesMax) {
    this.in = in;
    this.valueBytesMax = valueBytesMax;
    data.state = State.ENDED;
  }

  /** Moves to the next event that has data, skipping what is left of this one; false at the end. */
  public boolean next() throws IOException {
    data.skipAll();
    name = "";
    if (!begun) {
      begun = true;
      skipByteOrderMark();
    }
    while (peek() != EOF) {
      Field field = field();
      if (field == Field.BLANK) {
        name = "";
      } else if (field == Field.DATA) {
        data = new Data();
        return true;
      }
    }
    return false;
  }

  /** The name of this event; empty when it has none, or not yet (a name may follow the data). */
  public String name() {
    return name;
  }

  /** The data of this event, good until {@link #next}. */
  public InputStream data() {
    return data;
  }

  private enum Field {
    BLANK,
    DATA,
    OTHER
  }

  /** Reads a line, except that of a data field only the name and the colon. */
  private Field field() throws IOException {
    StringBuilder key = new StringBuilder(8);
    int next = peek();
    while (next != EOF && next != ':' && !isLineEnd(next)) {
      if (key.length() < 8) {
        key.append((char) next);
      }
      at++;
      next = peek();
    }
    boolean colon = next == ':';
    if (!colon && key.isEmpty()) {
      takeLineEnd();
      return Field.BLANK;
    }
    if (colon) {
      at++;
      if (peek() == ' ') {
        at++;
      }
    }
    return switch (key.toString()) {
      case "data" -> Field.DATA;
      case "event" -> {
        name = value();
        yield Field.OTHER;
      }
      default -> {
        skipLine();
        yield Field.OTHER;
      }
    };
  }

  private String value() throws IOException {
    byte[] value = new byte[valueBytesMax];
    int length = 0;
    for (int next = peek(); next != EOF && !isLineEnd(next); next = peek()) {
      if (length == value.length) {
        throw new MalformedSseException("an event name is longer than " + length + " bytes");
      }
      value[length++] = (byte) next;
      at++;
    }
    takeLineEnd();
    return new String(value, 0, length, StandardCharsets.UTF_8);
  }

  private void skipLine() throws IOException {
    for (int next = peek(); next != EOF && !isLineEnd(next); next = peek()) {
      at++;
    }
    takeLineEnd();
  }

  private static boolean isLineEnd(int b) {
    return b == '\n' || b == '\r';
  }

  /** Takes LF or CR; the LF of a CRLF is dropped when it is seen, so as not to wait for it now. */
  private void takeLineEnd() throws IOException {
    int b = peek();
    if (b != EOF) {
      at++;
      afterCr = b == '\r';
    }
  }

  private int peek() throws IOException {
    while (true) {
      if (at == end && !fill()) {
        return EOF;
      }
      if (!afterCr) {
        return block[at] & 0xff;
      }
      afterCr = false;
      if (block[at] == '\n') {
        at++;
      }
    }
  }

  private boolean fill() throws IOException {
    if (end == block.length && end < BLOCK_BYTES) {
      block = new byte[BLOCK_BYTES]; // it is a picture
    }
    at = 0;
    end = 0;
    int count = in.read(block);
    while (count == 0) {
      count = in.read(block);
    }
    end = Math.max(0, count);
    return count > 0;
  }

  private void skipByteOrderMark() throws IOException {
    if (peek() == 0xef) {
      at++;
      for (int expected : new int[] {0xbb, 0xbf}) {
        if (peek() == expected) {
          at++;
        }
      }
    }
  }

  private enum State {
    IN_LINE,
    BETWEEN_LINES,
    ENDED
  }

  /** The data lines of one event, joined. */
  private final class Data extends InputStream {
    private State state = State.IN_LINE;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? EOF : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (state != State.ENDED) {
        if (state == State.BETWEEN_LINES) {
          if (anotherLine()) {
            state = State.IN_LINE;
            target[offset] = '\n';
            return 1;
          }
          state = State.ENDED;
        } else {
          int count = line(target, offset, length);
          if (count > 0) {
            return count;
          }
          takeLineEnd();
          state = State.BETWEEN_LINES;
        }
      }
      return EOF;
    }

    void skipAll() throws IOException {
      byte[] unwanted = new byte[state == State.ENDED ? 0 : 8 << 10];
      while (state != State.ENDED && read(unwanted, 0, unwanted.length) >= 0) {
        // What nobody read of this event stands between here and the next one.
      }
    }

    private int line(byte[] target, int offset, int length) throws IOException {
      if (peek() == EOF) {
        return 0;
      }
      int lineEnd = ByteRun.line(block, at, Math.min(end, at + length));
      int count = lineEnd - at;
      System.arraycopy(block, at, target, offset, count);
      at = lineEnd;
      return count;
    }

    private boolean anotherLine() throws IOException {
      while (peek() != EOF) {
        Field field = field();
        if (field != Field.OTHER) {
          return field == Field.DATA;
        }
      }
      return false;
    }
  }
}
