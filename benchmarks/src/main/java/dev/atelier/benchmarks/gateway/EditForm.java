package dev.atelier.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An edit of OpenAI's API as a form in a file: the order, then its references. */
final class EditForm {
  private static final String BOUNDARY = "benchmarks-form";

  private EditForm() {}

  static Request write(Path directory, String prompt, List<Path> references) throws IOException {
    Path file = directory.resolve("edit.form");
    try (OutputStream out = Files.newOutputStream(file)) {
      field(out, "prompt", prompt);
      field(out, "model", "gpt-image-2");
      field(out, "size", "1024x1024");
      for (Path reference : references) {
        part(out, "image[]\"; filename=\"" + reference.getFileName(), "image/png");
        Files.copy(reference, out);
        out.write("\r\n".getBytes(US_ASCII));
      }
      out.write(("--" + BOUNDARY + "--\r\n").getBytes(US_ASCII));
    }
    return Request.form("/v1/images/edits", file, "multipart/form-data; boundary=" + BOUNDARY);
  }

  private static void field(OutputStream out, String name, String value) throws IOException {
    part(out, name, "text/plain");
    out.write((value + "\r\n").getBytes(US_ASCII));
  }

  private static void part(OutputStream out, String name, String type) throws IOException {
    out.write(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\nContent-Type: %s\r\n\r\n"
            .formatted(BOUNDARY, name, type)
            .getBytes(US_ASCII));
  }
}
