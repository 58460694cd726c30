package dev.atelier.http.client;

import java.nio.file.Path;

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
  record File(String mediaType, Path path, long length) implements Content {}
}
