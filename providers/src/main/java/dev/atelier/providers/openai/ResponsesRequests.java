package dev.atelier.providers.openai;

import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Order;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes one call as a response in which a text model calls its image tool once. Source: OpenAI's
 * API reference, "Responses", and its guide on image generation.
 */
final class ResponsesRequests {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final String TOOL = "image_generation";

  /** A text model rewrites what it is given, unless it is told not to. */
  private static final String INSTRUCTIONS =
      "Call the image_generation tool exactly once, with the user's text as its prompt, word for"
          + " word. Write nothing else.";

  private final Account account;
  private final OpenAiOptions options;

  ResponsesRequests(Account account) {
    this.account = account;
    this.options = OpenAiOptions.of(account);
  }

  UpstreamRequest of(Call call) {
    UpstreamBody body = UpstreamBody.streamedJson(out -> write(call, out));
    return new OpenAiEndpoint(account, options)
        .responses(model(call), body)
        .header("Accept", options.stream() ? "text/event-stream" : "application/json")
        .header("Idempotency-Key", call.attempt().value().toString());
  }

  private String model(Call call) {
    return account.upstreamName(call.request().order().model());
  }

  private void write(Call call, OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    var json = new JsonWriterStream(buffered).beginObject();
    OpenAiRequests.fields(fields(call), json);
    input(call, json);
    tool(call, json);
    json.name("tool_choice").beginObject().field("type", TOOL).endObject();
    json.endObject();
    buffered.flush();
  }

  /**
   * Nothing of it is stored at the upstream. It is streamed also where nobody waits for previews,
   * since a line on which nothing comes is cut by proxies.
   */
  private Map<String, Object> fields(Call call) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("model", options.responsesModel());
    fields.put("instructions", INSTRUCTIONS);
    fields.put("store", false);
    if (options.stream()) {
      fields.put("stream", true);
    }
    call.request().order().endUser().ifPresent(user -> fields.put(options.userField(), user));
    return sent(fields);
  }

  private static void input(Call call, JsonWriterStream json) throws IOException {
    json.name("input").beginArray().beginObject().field("role", "user");
    json.name("content").beginArray();
    json.beginObject()
        .field("type", "input_text")
        .field("text", call.request().order().prompt().text())
        .endObject();
    for (Call.Input image : call.inputs()) {
      json.beginObject().field("type", "input_image").field("detail", "auto");
      OpenAiRequests.imageUrl(json, image).endObject();
    }
    json.endArray().endObject().endArray();
  }

  private void tool(Call call, JsonWriterStream json) throws IOException {
    json.name("tools").beginArray().beginObject();
    OpenAiRequests.fields(toolFields(call), json);
    if (call.mask().isPresent()) {
      json.name("input_image_mask").beginObject();
      OpenAiRequests.imageUrl(json, call.mask().get()).endObject();
    }
    json.endObject().endArray();
  }

  private Map<String, Object> toolFields(Call call) {
    Order order = call.request().order();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("type", TOOL);
    fields.put("action", call.inputs().isEmpty() ? "generate" : "edit");
    fields.put("model", model(call));
    OpenAiRequests.output(order, fields);
    if (options.stream() && order.partials() > 0) {
      fields.put("partial_images", order.partials());
    }
    return sent(fields);
  }

  private Map<String, Object> sent(Map<String, Object> fields) {
    fields.keySet().removeIf(field -> !options.sends(field));
    return fields;
  }
}
