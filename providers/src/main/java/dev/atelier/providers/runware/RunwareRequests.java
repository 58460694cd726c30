package dev.atelier.providers.runware;

import dev.atelier.http.upstream.LocalFile;
import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Background;
import dev.atelier.image.ImageSize;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.Account;
import dev.atelier.provider.Call;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Writes tasks as Runware's one endpoint wants them: an array of one. */
final class RunwareRequests {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final int QUALITY_MIN = 20;
  private static final int QUALITY_MAX = 99;

  /** Runware's names of the catalogue's models, where the account gives no other. */
  private static final Map<String, String> MODELS = Map.of("gpt-image-2", "openai:gpt-image@2");

  private final Account account;

  RunwareRequests(Account account) {
    this.account = account;
  }

  /** Orders the images of a call. */
  UpstreamRequest submit(Call call, String taskUuid) {
    return post(UpstreamBody.streamedJson(out -> inference(call, taskUuid, out)));
  }

  /** Asks how a task stands; costs nothing. */
  UpstreamRequest poll(String taskUuid) {
    return post(
        UpstreamBody.json(
            "[{\"taskType\":\"getResponse\",\"taskUUID\":\"%s\"}]".formatted(taskUuid)));
  }

  private UpstreamRequest post(UpstreamBody body) {
    return UpstreamRequest.post(account.baseUrl().orElseThrow(), body)
        .over(account.httpVersion())
        .header("Authorization", "Bearer " + account.credential().reveal())
        .header("Accept", "application/json");
  }

  private void inference(Call call, String taskUuid, OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    var json = new JsonWriterStream(buffered).beginArray().beginObject();
    Order order = call.request().order();
    json.field("taskType", "imageInference")
        .field("taskUUID", taskUuid)
        .field("model", model(order))
        .field("positivePrompt", order.prompt().text());
    output(order.output(), json);
    json.field("numberResults", call.indexes().size())
        .field("deliveryMethod", "async")
        .field("includeCost", true);
    settings(order, json);
    references(call.inputs(), json);
    json.endObject().endArray();
    buffered.flush();
  }

  private String model(Order order) {
    String name = account.upstreamName(order.model());
    return MODELS.getOrDefault(name, name);
  }

  private static void output(Output output, JsonWriterStream json) throws IOException {
    ImageSize size = ((SizeChoice.Exact) output.size()).size();
    json.field("width", size.width())
        .field("height", size.height())
        .field("outputType", "URL")
        .field("outputFormat", format(output.format()));
    if (output.format() != OutputFormat.PNG) {
      json.field("outputQuality", Math.clamp(output.compression(), QUALITY_MIN, QUALITY_MAX));
    }
  }

  private static String format(OutputFormat format) {
    return switch (format) {
      case PNG -> "PNG";
      case JPEG -> "JPG";
      case WEBP -> "WEBP";
    };
  }

  /** The model's schema has no background; it is named where leaving it out would be wrong. */
  private static void settings(Order order, JsonWriterStream json) throws IOException {
    json.name("providerSettings")
        .beginObject()
        .name("openai")
        .beginObject()
        .field("quality", order.output().quality().word())
        .field("moderation", order.moderation().word());
    if (order.output().background() == Background.TRANSPARENT) {
      json.field("background", order.output().background().word());
    }
    json.endObject().endObject();
  }

  private static void references(List<Call.Input> inputs, JsonWriterStream json)
      throws IOException {
    if (inputs.isEmpty()) {
      return;
    }
    json.name("inputs").beginObject().name("referenceImages").beginArray();
    for (Call.Input input : inputs) {
      LocalFile file = input::open;
      try (InputStream in = file.source()) {
        json.dataUrl(input.format().mediaType(), in);
      }
    }
    json.endArray().endObject();
  }
}
