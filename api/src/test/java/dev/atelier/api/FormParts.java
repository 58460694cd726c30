package dev.atelier.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** A form as a client writes it, part after part. */
public final class FormParts {
  private static final String BOUNDARY = "b-1";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public FormParts text(String name, String value) {
    return part("name=\"" + name + "\"", value.getBytes(UTF_8));
  }

  /** A file part; one with an empty name and no bytes is what a browser sends of an empty input. */
  public FormParts file(String name, String fileName, byte[] content) {
    return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", content);
  }

  /** A file part that says what it is. */
  public FormParts labelled(String name, String fileName, String type, byte[] content) {
    return part(
        "name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s".formatted(name, fileName, type),
        content);
  }

  private FormParts part(String disposition, byte[] content) {
    bytes.writeBytes(
        "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n"
            .formatted(BOUNDARY, disposition)
            .getBytes(UTF_8));
    bytes.writeBytes(content);
    bytes.writeBytes("\r\n".getBytes(UTF_8));
    return this;
  }

  /** The request with this form as its body. */
  public HttpRequest.Builder on(HttpRequest.Builder request) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(bytes.toByteArray());
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return request
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
  }
}
