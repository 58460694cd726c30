package dev.atelier.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a multipart body at its boundaries, in one block of memory.
 *
 * <p>The first boundary need not follow a line end, so one is put in front of the body. A delimiter
 * is {@code CRLF -- boundary} followed by {@code --}, by a line end, or by blanks and a line end;
 * the same bytes followed by anything else are content.
 */
final class PartScanner {
  private static final int BLOCK_BYTES = 16 << 10;
  private static final int PADDING_MAX = 64;

  private final InputStream in;
  private final byte[] delimiter;
  private final int headBytesMax;
  private final byte[] block;
  private int at;
  private int end;
  private boolean eof;

  PartScanner(InputStream in, String boundary, int headBytesMax) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    this.headBytesMax = headBytesMax;
    this.block = new byte[BLOCK_BYTES];
    block[0] = '\r';
    block[1] = '\n';
    end = 2;
  }

  /** Whether a part follows. */
  boolean skipPreamble() throws IOException {
    return copyTo(OutputStream.nullOutputStream());
  }

  void skipEpilogue() throws IOException {
    at = 0;
    end = 0;
    while (in.read(block) >= 0) {
      // RFC 2046: what follows the last boundary is to be ignored.
    }
  }

  /** The header lines of the part that begins here. */
  List<String> head() throws IOException {
    List<String> lines = new ArrayList<>();
    int left = headBytesMax;
    for (byte[] line = line(left); line.length > 0; line = line(left)) {
      left -= line.length + 2;
      lines.add(new String(line, StandardCharsets.UTF_8));
    }
    return lines;
  }

  /** Copies up to the next delimiter; whether another part follows it. */
  boolean copyTo(OutputStream out) throws IOException {
    int scan = at;
    while (true) {
      while (scan < end && block[scan] != '\r') {
        scan++;
      }
      if (end - scan < delimiter.length + 2 && !eof) {
        out.write(block, at, scan - at);
        at = scan;
        fill();
        scan = at;
        continue;
      }
      if (scan == end) {
        throw truncated();
      }
      if (delimiterAt(scan) && closes(scan + delimiter.length)) {
        out.write(block, at, scan - at);
        at = scan + delimiter.length;
        return another();
      }
      scan++;
    }
  }

  private boolean delimiterAt(int index) {
    if (end - index < delimiter.length + 2) {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (block[index + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean closes(int index) {
    byte first = block[index];
    byte second = block[index + 1];
    return (first == '-' && second == '-')
        || (first == '\r' && second == '\n')
        || first == ' '
        || first == '\t';
  }

  private boolean another() throws IOException {
    if (block[at] == '-') {
      return false;
    }
    if (!new String(line(PADDING_MAX), StandardCharsets.UTF_8).isBlank()) {
      throw new MalformedMultipartException("the form has text behind a boundary");
    }
    return true;
  }

  private byte[] line(int bytesMax) throws IOException {
    int scan = at;
    while (true) {
      while (scan < end && block[scan] != '\r') {
        scan++;
      }
      if (scan - at > bytesMax) {
        throw new MalformedMultipartException("a part of the form has headers that are too long");
      }
      if (scan + 1 < end) {
        if (block[scan + 1] != '\n') {
          throw new MalformedMultipartException("a part of the form has a broken header line");
        }
        byte[] line = new byte[scan - at];
        System.arraycopy(block, at, line, 0, line.length);
        at = scan + 2;
        return line;
      }
      if (eof) {
        throw truncated();
      }
      scan -= at;
      fill();
      scan += at;
    }
  }

  /** Moves what is left to the front and reads on. */
  private void fill() throws IOException {
    System.arraycopy(block, at, block, 0, end - at);
    end -= at;
    at = 0;
    int count = in.read(block, end, block.length - end);
    if (count < 0) {
      eof = true;
    } else {
      end += count;
    }
  }

  private static MalformedMultipartException truncated() {
    return new MalformedMultipartException("the form ends before its last boundary");
  }
}
