package dev.atelier.server.command;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An edit as multipart/form-data; its files are read as they are sent. */
final class MultipartForm {
  private final String boundary = "atelier-" + UUID.randomUUID();
  private final List<BodyPublisher> parts = new ArrayList<>();

  MultipartForm(ImageOrder order) throws FileNotFoundException {
    text("prompt", order.prompt());
    text("response_format", "url");
    order.fields().forEach((name, value) -> text(name, value.toString()));
    for (Path image : order.images()) {
      file("image[]", image);
    }
    if (order.mask().isPresent()) {
      file("mask", order.mask().get());
    }
    write("--" + boundary + "--\r\n");
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher publisher() {
    return BodyPublishers.concat(parts.toArray(BodyPublisher[]::new));
  }

  private void text(String name, String value) {
    write(
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\""
            + name
            + "\"\r\n\r\n"
            + value
            + "\r\n");
  }

  private void file(String name, Path file) throws FileNotFoundException {
    write(
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\""
            + name
            + "\"; filename=\"picture\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    parts.add(BodyPublishers.ofFile(file));
    write("\r\n");
  }

  private void write(String text) {
    parts.add(BodyPublishers.ofString(text, StandardCharsets.UTF_8));
  }
}
