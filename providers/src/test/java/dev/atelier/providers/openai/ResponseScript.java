package dev.atelier.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.IOException;
import java.util.Base64;

/** The events of a response, as the vendor words them. */
final class ResponseScript {
  static final String TEXT_ONLY =
      """
      {"type":"response.completed","response":{"status":"completed","output":[
       {"type":"reasoning","id":"rs_1"},
       {"type":"message","content":[{"type":"output_text","text":"I cannot draw that. (%s)"}]}]}}
      """;

  private ResponseScript() {}

  static String base64(String image) {
    return Base64.getEncoder().encodeToString(image.getBytes(UTF_8));
  }

  static String created() {
    return """
    {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress",\
    "output":[],"tools":[{"type":"image_generation","input_image_mask":{"image_url":"data:image/png;base64,\
    %s"}}],"usage":null,"error":null}}\
    """
        .formatted("A".repeat(10_000));
  }

  static String partial(int number, String image) {
    return """
    {"type":"response.image_generation_call.partial_image","output_index":0,"item_id":"ig_1",\
    "partial_image_index":%d,"partial_image_b64":"%s"}\
    """
        .formatted(number, base64(image));
  }

  /** The finished call with the image's text, whatever it is. */
  static String item(String id, String result) {
    return """
    {"id":"%s","type":"image_generation_call","status":"generating","action":"generate",\
    "quality":"low","result":"%s","revised_prompt":"a fox, in red","size":"1024x1536"}\
    """
        .formatted(id, result);
  }

  static String done(String item) {
    return "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}";
  }

  static String completed(String... items) {
    return "{\"type\":\"response.completed\",\"response\":" + response("completed", items) + "}";
  }

  /** The response itself. */
  static String response(String status, String... items) {
    return """
    {"id":"resp_1","object":"response","status":"%s","error":null,"model":"gpt-5.5",\
    "output":[%s],"usage":{"input_tokens":900,"output_tokens":50},"tool_usage":{"image_gen":\
    {"input_tokens":14,"input_tokens_details":{"image_tokens":4,"text_tokens":10},\
    "output_tokens":258}}}\
    """
        .formatted(status, String.join(",", items));
  }

  /** A stream of these events that ends as it should. */
  static void stream(Reply reply, String... events) throws IOException {
    begin(reply);
    for (String event : events) {
      send(reply, event);
    }
    reply.lastChunk();
  }

  static void begin(Reply reply) throws IOException {
    reply.chunked(200, "text/event-stream; charset=utf-8");
    reply.chunk(": keepalive\n\n");
  }

  static void send(Reply reply, String event) throws IOException {
    reply.chunk("event: " + type(event) + "\ndata: " + event.replace("\n", "") + "\n\n");
  }

  private static String type(String event) {
    return event.strip().replaceAll("(?s)^\\{\"type\":\"([^\"]*)\".*", "$1");
  }
}
