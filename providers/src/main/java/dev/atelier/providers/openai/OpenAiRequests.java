package dev.atelier.providers.openai;

import dev.atelier.http.upstream.LocalFile;
import dev.atelier.http.upstream.MultipartBody;
import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Background;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes one call as this server wants it. */
final class OpenAiRequests {
  private static final int BUFFER_BYTES = 16 << 10;

  private final Account account;
  private final OpenAiOptions options;
  private final OpenAiEndpoint endpoint;

  OpenAiRequests(Account account) {
    this.account = account;
    this.options = OpenAiOptions.of(account);
    this.endpoint = new OpenAiEndpoint(account, options);
  }

  /** Whether the call asks for previews: one image of a server that can. */
  boolean streams(Call call) {
    return options.stream() && call.request().order().partials() > 0 && call.indexes().size() == 1;
  }

  UpstreamRequest of(Call call) {
    String operation = call.inputs().isEmpty() ? "generations" : "edits";
    return endpoint
        .images(operation, model(call), body(call))
        .header("Accept", streams(call) ? "text/event-stream" : "application/json")
        .header("Idempotency-Key", call.attempt().value().toString());
  }

  /** What costs nothing and needs the credential. */
  UpstreamRequest models() {
    return endpoint.models();
  }

  private String model(Call call) {
    return account.upstreamName(call.request().order().model());
  }

  private UpstreamBody body(Call call) {
    boolean form = !call.inputs().isEmpty() && !options.jsonEdits();
    return form ? form(call) : UpstreamBody.streamedJson(out -> json(call, out));
  }

  private void json(Call call, OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    var json = new JsonWriterStream(buffered).beginObject();
    fields(fields(call), json);
    if (!call.inputs().isEmpty()) {
      images(call, json);
    }
    json.endObject();
    buffered.flush();
  }

  private static void images(Call call, JsonWriterStream json) throws IOException {
    json.name("images").beginArray();
    for (Call.Input input : call.inputs()) {
      reference(json, input);
    }
    json.endArray();
    if (call.mask().isPresent()) {
      reference(json.name("mask"), call.mask().get());
    }
  }

  private static void reference(JsonWriterStream json, Call.Input input) throws IOException {
    imageUrl(json.beginObject(), input).endObject();
  }

  /** An input image as the member {@code image_url}, read while it is written. */
  static JsonWriterStream imageUrl(JsonWriterStream json, Call.Input input) throws IOException {
    LocalFile file = input::open;
    try (InputStream in = file.source()) {
      return json.name("image_url").dataUrl(input.format().mediaType(), in);
    }
  }

  static void fields(Map<String, Object> fields, JsonWriterStream json) throws IOException {
    for (var field : fields.entrySet()) {
      switch (field.getValue()) {
        case Integer number -> json.field(field.getKey(), number);
        case Boolean flag -> json.field(field.getKey(), flag);
        default -> json.field(field.getKey(), field.getValue().toString());
      }
    }
  }

  private UpstreamBody form(Call call) {
    var form = new MultipartBody("atelier-" + call.attempt().value());
    fields(call).forEach((name, value) -> form.text(name, value.toString()));
    int number = 0;
    for (Call.Input input : call.inputs()) {
      String part = call.inputs().size() == 1 ? "image" : options.imagePart();
      file(form, part, "image-" + number++, input);
    }
    call.mask().ifPresent(mask -> file(form, "mask", "mask", mask));
    return form;
  }

  private static void file(MultipartBody form, String part, String name, Call.Input input) {
    OutputFormat format = input.format();
    form.file(
        part, name + "." + format.extension(), format.mediaType(), input.bytes(), input::open);
  }

  /** Every field but the images, in the order of OpenAI's reference. */
  private Map<String, Object> fields(Call call) {
    Order order = call.request().order();
    var fields = new LinkedHashMap<String, Object>();
    if (!options.deployments()) {
      fields.put("model", model(call));
    }
    fields.put("prompt", order.prompt().text());
    fields.put("n", call.indexes().size());
    output(order, fields);
    order.endUser().ifPresent(user -> fields.put(options.userField(), user));
    options.responseFormat().ifPresent(format -> fields.put("response_format", format));
    if (streams(call)) {
      fields.put("stream", true);
      fields.put("partial_images", order.partials());
    }
    fields.keySet().removeIf(field -> !options.sends(field));
    return fields;
  }

  /** How the images are to be. */
  static void output(Order order, Map<String, Object> fields) {
    Output output = order.output();
    fields.put("size", output.size().toString());
    fields.put("quality", output.quality().word());
    fields.put("output_format", output.format().word());
    if (output.format() != OutputFormat.PNG && output.compression() < 100) {
      fields.put("output_compression", output.compression());
    }
    if (output.background() == Background.TRANSPARENT) {
      fields.put("background", output.background().word());
    }
    if (order.moderation() != ModerationLevel.AUTO) {
      fields.put("moderation", order.moderation().word());
    }
  }
}
