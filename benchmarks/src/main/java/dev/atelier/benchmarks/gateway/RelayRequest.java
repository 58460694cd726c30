package dev.atelier.benchmarks.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Order;
import dev.atelier.provider.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;

/** What the relay sends for one call: JSON, or a form with the references of an edit. */
final class RelayRequest {
  private static final String BOUNDARY = "relayed-form";
  private static final byte[] END = ("--" + BOUNDARY + "--\r\n").getBytes(US_ASCII);

  private final Call call;

  RelayRequest(Call call) {
    this.call = call;
  }

  String path() {
    return call.inputs().isEmpty() ? "/v1/images/generations" : "/v1/images/edits";
  }

  HttpEntity entity() throws IOException {
    return call.inputs().isEmpty()
        ? new ByteArrayEntity(json(), ContentType.APPLICATION_JSON)
        : form();
  }

  private byte[] json() throws IOException {
    Order order = call.request().order();
    var body = new ByteArrayOutputStream();
    var json = new JsonWriterStream(body);
    json.beginObject();
    json.field("model", order.model());
    json.field("prompt", order.prompt().text());
    json.field("size", order.output().size().toString());
    if (order.partials() > 0) {
      json.field("stream", true);
      json.field("partial_images", order.partials());
    }
    json.endObject();
    return body.toByteArray();
  }

  private HttpEntity form() {
    byte[] fields = fields();
    byte[] head = part("image[]\"; filename=\"reference.png", "image/png");
    long length = (long) fields.length + END.length;
    for (Call.Input input : call.inputs()) {
      length += head.length + input.bytes() + 2;
    }
    return new EntityTemplate(
        length,
        ContentType.parse("multipart/form-data; boundary=" + BOUNDARY),
        null,
        out -> write(out, fields, head));
  }

  private void write(OutputStream out, byte[] fields, byte[] head) throws IOException {
    out.write(fields);
    for (Call.Input input : call.inputs()) {
      out.write(head);
      try (InputStream in = input.open()) {
        in.transferTo(out);
      }
      out.write('\r');
      out.write('\n');
    }
    out.write(END);
  }

  private byte[] fields() {
    Order order = call.request().order();
    var fields = new ByteArrayOutputStream();
    field(fields, "prompt", order.prompt().text());
    field(fields, "model", order.model());
    field(fields, "size", order.output().size().toString());
    return fields.toByteArray();
  }

  private static void field(ByteArrayOutputStream to, String name, String value) {
    to.writeBytes(part(name, "text/plain"));
    to.writeBytes((value + "\r\n").getBytes(UTF_8));
  }

  private static byte[] part(String name, String type) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\nContent-Type: %s\r\n\r\n"
        .formatted(BOUNDARY, name, type)
        .getBytes(US_ASCII);
  }
}
