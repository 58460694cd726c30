package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A form of texts and files (RFC 7578), of a length that is known beforehand; files are read from
 * disk while they are sent.
 */
public final class MultipartBody implements UpstreamBody {
  private static final byte[] LINE_END = {'\r', '\n'};

  private final String boundary;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param boundary letters, digits and hyphens that no part contains, such as a random UUID
   */
  public MultipartBody(String boundary) {
    if (!boundary.matches("[A-Za-z0-9-]{1,70}")) {
      throw new IllegalArgumentException("not a boundary: " + boundary);
    }
    this.boundary = boundary;
  }

  public MultipartBody text(String name, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    parts.add(new Part(head("name=\"" + name + '"', ""), bytes.length, out -> out.write(bytes)));
    return this;
  }

  /**
   * @param fileName letters, digits, dots and hyphens
   */
  public MultipartBody file(
      String name, String fileName, String mediaType, long bytes, LocalFile file) {
    String disposition = "name=\"" + name + "\"; filename=\"" + fileName + '"';
    String type = "Content-Type: " + mediaType + "\r\n";
    parts.add(new Part(head(disposition, type), bytes, file::copyTo));
    return this;
  }

  @Override
  public String mediaType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  @Override
  public long length() {
    return parts.stream().mapToLong(Part::length).sum() + end().length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (Part part : parts) {
      out.write(part.head());
      part.content().writeTo(out);
      out.write(LINE_END);
    }
    out.write(end());
  }

  private byte[] head(String disposition, String type) {
    return ("--"
            + boundary
            + "\r\nContent-Disposition: form-data; "
            + disposition
            + "\r\n"
            + type
            + "\r\n")
        .getBytes(UTF_8);
  }

  private byte[] end() {
    return ("--" + boundary + "--\r\n").getBytes(UTF_8);
  }

  private record Part(byte[] head, long bytes, Writer content) {
    long length() {
      return head.length + bytes + LINE_END.length;
    }
  }
}
