package dev.atelier.http.coding;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A way of packing that can be undone. */
enum Coding {
  GZIP {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      return new GZIPInputStream(new NeverIdle(packed), BLOCK_BYTES);
    }
  },

  /** With the head and checksum of zlib, as it should be, or bare, as some clients send it. */
  DEFLATE {
    @Override
    InputStream unpack(InputStream packed) throws IOException {
      var looked = new PushbackInputStream(packed, 2);
      byte[] head = looked.readNBytes(2);
      looked.unread(head);
      return new Inflated(looked, new Inflater(!isZlib(head)));
    }
  };

  private static final int BLOCK_BYTES = 8 << 10;

  static Optional<Coding> named(String name) {
    return switch (name) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      default -> Optional.empty();
    };
  }

  /** Reads the head; the rest as it is asked for. Close what is returned. */
  abstract InputStream unpack(InputStream packed) throws IOException;

  /** Method 8, and a check that makes the two bytes a multiple of 31 (RFC 1950). */
  private static boolean isZlib(byte[] head) {
    int first = head.length < 2 ? 0 : head[0] & 0xff;
    return (first & 0x0f) == Inflated.METHOD && ((first << 8) | (head[1] & 0xff)) % 31 == 0;
  }

  /** Says that there is more: only then does the JDK look for a further member of the file. */
  private static final class NeverIdle extends FilterInputStream {
    NeverIdle(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }

  private static final class Inflated extends InflaterInputStream {
    static final int METHOD = 8;

    Inflated(InputStream in, Inflater inflater) {
      super(in, inflater, BLOCK_BYTES);
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
