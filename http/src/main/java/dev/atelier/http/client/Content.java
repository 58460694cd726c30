package dev.atelier.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What a request carries. */
public sealed interface Content {
  /** Such as {@code application/json}. */
  String mediaType();

  /** The exact Content-Length. */
  long length();

  /** A small body in memory, not to be changed any more. */
  record Bytes(String mediaType, byte[] bytes) implements Content {
    @Override
    public long length() {
      return bytes.length;
    }

    /** Without the bytes. */
    @Override
    public String toString() {
      return "Bytes[" + mediaType + ", " + bytes.length + "]";
    }
  }

  /** A file, read block by block as it is sent; one of another length is a failure. */
  record File(String mediaType, Source file, long length) implements Content {}

  /**
   * A body that is written block by block, with images in it that are streamed from their files.
   * Written twice, to be measured and to be sent, it is the same.
   */
  record Written(String mediaType, Writer writer, long length) implements Content {
    /** Measures what {@code writer} writes. */
    public static Written of(String mediaType, Writer writer) throws IOException {
      var count = new CountedBytes();
      writer.write(count);
      return new Written(mediaType, writer, count.bytes());
    }
  }

  /** Where a file's bytes are read from its first one on. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** Writes a whole body. */
  @FunctionalInterface
  interface Writer {
    void write(OutputStream out) throws IOException;
  }
}
