package dev.atelier.api;

import dev.atelier.http.upstream.LocalFile;
import dev.atelier.http.wire.Base64Stream;
import dev.atelier.http.wire.JsonWriterStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A JSON text with holes for pictures, whose length is known before any picture is read. Images go
 * through in blocks.
 */
public final class JsonTemplate {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream(512);
  private final JsonWriterStream json = new JsonWriterStream(text);
  private final List<Hole> holes = new ArrayList<>();

  /** Where the text around the pictures is written. */
  public JsonWriterStream json() {
    return json;
  }

  /** A member that is the base64 of so many stored bytes. */
  public void image(String name, LocalFile file, long bytes) throws IOException {
    json.field(name, "");
    holes.add(new Hole(text.size() - 1, file, OptionalLong.of(bytes)));
  }

  /** A member that is the base64 of what is read when it is written; it makes no length known. */
  public void image(String name, InputStream arriving) throws IOException {
    json.field(name, "");
    holes.add(new Hole(text.size() - 1, () -> arriving, OptionalLong.empty()));
  }

  /**
   * Length of the whole text in bytes.
   *
   * @throws java.util.NoSuchElementException where a picture's is not known
   */
  public long length() {
    return text.size()
        + holes.stream()
            .mapToLong(hole -> Base64Stream.encodedLength(hole.bytes().orElseThrow()))
            .sum();
  }

  public void writeTo(OutputStream out) throws IOException {
    byte[] frame = text.toByteArray();
    int written = 0;
    for (Hole hole : holes) {
      out.write(frame, written, hole.at() - written);
      written = hole.at();
      try (InputStream in = hole.source().open()) {
        Base64Stream.encode(in, out);
      }
    }
    out.write(frame, written, frame.length - written);
  }

  /** Before the frame's byte {@code at}. */
  private record Hole(int at, LocalFile source, OptionalLong bytes) {}
}
