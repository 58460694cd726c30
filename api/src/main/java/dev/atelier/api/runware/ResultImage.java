package dev.atelier.api.runware;

import dev.atelier.api.runware.RunwareState.OutputType;
import dev.atelier.gateway.query.FindJob.StoredImage;
import dev.atelier.http.wire.JsonWriterStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One finished image as it is told. It may wait for a slow reader or an absent one, so it holds no
 * more than it writes, and its bytes not at all.
 *
 * @param status {@code success} where the state of its task is told
 * @param unsafe whether a check of the picture found anything; empty where none ran
 * @param cost in USD, where that was asked for
 */
record ResultImage(
    TaskHead task,
    Optional<String> status,
    StoredImage stored,
    List<OutputType> outputs,
    String link,
    long seed,
    Optional<Boolean> unsafe,
    OptionalDouble cost)
    implements Reply.Part {
  @Override
  public void write(JsonWriterStream json) throws IOException {
    json.beginObject();
    task.write(json);
    if (status.isPresent()) {
      json.field("status", status.get());
    }
    json.field("imageUUID", stored.artifact().id().toString());
    for (OutputType output : outputs) {
      write(output, json);
    }
    json.field("seed", seed);
    if (unsafe.isPresent()) {
      json.field("NSFWContent", unsafe.get());
    }
    if (cost.isPresent()) {
      json.name("cost").number(cost.getAsDouble());
    }
    json.endObject();
  }

  private void write(OutputType output, JsonWriterStream json) throws IOException {
    switch (output) {
      case URL -> json.field("imageURL", link);
      case BASE64 -> {
        try (InputStream in = stored.content().open()) {
          json.base64Field("imageBase64Data", in);
        }
      }
      case DATA_URI -> {
        try (InputStream in = stored.content().open()) {
          json.name("imageDataURI").dataUrl(stored.artifact().mediaType(), in);
        }
      }
    }
  }
}
