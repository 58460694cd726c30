package dev.atelier.api.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** A multipart body put together byte by byte, so that tests can write it as any client does. */
final class FormBody {
  private final String boundary;
  private final String contentType;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean open = true;

  FormBody() {
    this("b1", "multipart/form-data; boundary=b1");
  }

  FormBody(String boundary, String contentType) {
    this.boundary = boundary;
    this.contentType = contentType;
  }

  /** A text part as Python and Node write it. */
  FormBody text(String name, String value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value.getBytes(UTF_8));
  }

  FormBody file(String name, byte[] content) {
    return part(
        "Content-Disposition: form-data; name=\"%s\"; filename=\"a.png\"\r\nContent-Type: image/png"
            .formatted(name),
        content);
  }

  /** A part with these header lines. */
  FormBody part(String head, byte[] content) {
    write("--" + boundary + "\r\n" + head + "\r\n\r\n");
    bytes.writeBytes(content);
    write("\r\n");
    return this;
  }

  /** Leaves the last boundary out. */
  FormBody truncated() {
    open = false;
    return this;
  }

  String contentType() {
    return contentType;
  }

  byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes.toByteArray());
    if (open) {
      whole.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
    }
    return whole.toByteArray();
  }

  private void write(String text) {
    bytes.writeBytes(text.getBytes(UTF_8));
  }
}
