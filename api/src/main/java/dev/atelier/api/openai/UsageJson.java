package dev.atelier.api.openai;

import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.Usage;
import java.io.IOException;

/** Token counts as this API writes them. */
public final class UsageJson {
  private UsageJson() {}

  /** A member of this name. */
  public static void write(JsonWriterStream json, String name, Usage usage) throws IOException {
    json.name(name).beginObject();
    json.field("input_tokens", usage.input());
    details(json, "input_tokens_details", usage.imageIn(), usage.textIn());
    json.field("output_tokens", usage.imageOut());
    details(json, "output_tokens_details", usage.imageOut(), 0);
    json.field("total_tokens", usage.total()).endObject();
  }

  private static void details(JsonWriterStream json, String name, long image, long text)
      throws IOException {
    json.name(name).beginObject();
    json.field("image_tokens", image).field("text_tokens", text).endObject();
  }
}
