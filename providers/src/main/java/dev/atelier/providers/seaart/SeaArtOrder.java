package dev.atelier.providers.seaart;

import dev.atelier.http.upstream.LocalFile;
import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Background;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Operation;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.provider.Call;
import dev.atelier.providers.upstream.AccountOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

/** Writes one call as SeaArt wants it. */
final class SeaArtOrder {
  private static final int BUFFER_BYTES = 16 << 10;

  private final Call call;

  SeaArtOrder(Call call) {
    this.call = call;
  }

  /** SeaArt has one for each model and operation, in its own spelling. */
  String endpoint() {
    String model = call.account().upstreamName(order().model());
    String name = model.equals("gpt-image-2") ? "gpt_image_2" : model;
    return edit() ? name + "_edit" : name;
  }

  UpstreamRequest submit() {
    return UpstreamRequest.post(
        URI.create(AccountOptions.at(call.account(), "/v1/queue/" + endpoint())),
        UpstreamBody.streamedJson(this::write));
  }

  /** What SeaArt makes otherwise than it was ordered. */
  List<String> differences() {
    if (order().output().background() != Background.TRANSPARENT) {
      return List.of();
    }
    return List.of("SeaArt does not promise a background: transparent was ordered");
  }

  private boolean edit() {
    return call.request().operation() == Operation.EDIT;
  }

  private Order order() {
    return call.request().order();
  }

  private void write(OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    var json = new JsonWriterStream(buffered).beginObject();
    fields(json);
    if (edit()) {
      images(json);
    }
    json.endObject();
    buffered.flush();
  }

  private void fields(JsonWriterStream json) throws IOException {
    Output output = order().output();
    json.field("prompt", order().prompt().text())
        .field("n", call.indexes().size())
        .field("size", output.size().toString())
        .field("quality", output.quality().word())
        .field("output_format", output.format().word());
    if (output.format() != OutputFormat.PNG) {
      json.field("output_compression", output.compression());
    }
    if (edit() && output.background() != Background.AUTO) {
      json.field("background", output.background().word());
    }
    if (order().moderation() != ModerationLevel.AUTO) {
      json.field("moderation", order().moderation().word());
    }
    if (order().endUser().isPresent()) {
      json.field("user", order().endUser().get());
    }
  }

  private void images(JsonWriterStream json) throws IOException {
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
    LocalFile file = input::open;
    try (InputStream in = file.source()) {
      json.dataUrl(input.format().mediaType(), in);
    }
  }
}
