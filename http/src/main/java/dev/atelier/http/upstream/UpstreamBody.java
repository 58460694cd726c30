package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** What a request carries, written block by block while it is sent. */
public interface UpstreamBody {
  /** Such as {@code application/json}. */
  String mediaType();

  /** Exact bytes; -1 where they are not known, and it is sent without them being told. */
  long length();

  /** Writes all of it; failures of its own sources are {@link LocalSourceException}s. */
  void writeTo(OutputStream out) throws IOException;

  /** A small JSON text. */
  static UpstreamBody json(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new UpstreamBody() {
      @Override
      public String mediaType() {
        return "application/json";
      }

      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  /** JSON that is made while it is sent, such as one with images in it. */
  static UpstreamBody streamedJson(Writer writer) {
    return new UpstreamBody() {
      @Override
      public String mediaType() {
        return "application/json";
      }

      @Override
      public long length() {
        return -1;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        writer.writeTo(out);
      }
    };
  }

  /** Writes a body; see {@link UpstreamBody#writeTo}. */
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }
}
