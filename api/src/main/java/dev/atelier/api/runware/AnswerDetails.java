package dev.atelier.api.runware;

import dev.atelier.api.runware.RunwareState.OutputType;
import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Listing;
import dev.atelier.gateway.query.JobDetail;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.InputImage;
import dev.atelier.image.Order;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.RequestFault;
import dev.atelier.image.SizeChoice;
import dev.atelier.queue.Job;
import java.io.IOException;
import java.util.List;

/**
 * Tells what a task asked for and what came of it: {@code getTaskDetails}. The request is written
 * anew from what is known of it; its pictures are named by their UUIDs.
 */
final class AnswerDetails {
  private final Catalog catalog;
  private final TaskAliases aliases;
  private final AnswerState state;

  AnswerDetails(Catalog catalog, TaskAliases aliases, AnswerState state) {
    this.catalog = catalog;
    this.aliases = aliases;
    this.state = state;
  }

  /**
   * @throws FaultException {@link RequestFault.NotFound}
   */
  Reply of(Caller caller, TaskBody body) {
    JobDetail detail = AnswerState.find(aliases, caller, body);
    TaskHead task = body.head().as("imageInference");
    Reply outcome = state.outcome(caller, task, detail);
    return Reply.of(json -> {
      json.beginObject();
      body.head().write(json);
      json.name("request").beginArray();
      request(json, task, detail.job());
      json.endArray().name("response");
      outcome.write(json);
      json.endObject();
    });
  }

  private void request(JsonWriterStream json, TaskHead task, Job job) throws IOException {
    Order order = job.request().order();
    ImageSize size =
        order
            .output()
            .delivered()
            .orElseGet(() -> ((SizeChoice.Exact) order.output().size()).size());
    json.beginObject();
    task.write(json);
    json.field("model", model(order));
    if (order.prompt().shown().isPresent()) {
      json.field("positivePrompt", order.prompt().text());
    }
    json.field("width", size.width())
        .field("height", size.height())
        .field("numberResults", order.count());
    references(json, job.request());
    json.name("outputType").beginArray();
    RunwareState asked = RunwareState.of(job);
    for (OutputType output : asked.outputs()) {
      json.string(output.word());
    }
    json.endArray().field("outputFormat", format(order.output().format()));
    if (order.output().format() != OutputFormat.PNG) {
      json.field("outputQuality", order.output().compression());
    }
    json.field("includeCost", asked.includeCost())
        .name("providerSettings")
        .beginObject()
        .name("openai")
        .beginObject()
        .field("quality", order.output().quality().word())
        .field("moderation", order.moderation().word())
        .endObject()
        .endObject()
        .endObject();
  }

  private static void references(JsonWriterStream json, ImageRequest request) throws IOException {
    if (request instanceof ImageRequest.Edit edit) {
      json.name("inputs").beginObject().name("referenceImages").beginArray();
      for (InputImage image : edit.images()) {
        json.string(image.artifact().toString());
      }
      json.endArray().endObject();
    }
  }

  private String model(Order order) {
    List<String> names =
        catalog.find(order.model()).map(model -> model.names(Listing.RUNWARE)).orElse(List.of());
    return names.isEmpty() ? order.model() : names.getFirst();
  }

  private static String format(OutputFormat format) {
    return switch (format) {
      case PNG -> "PNG";
      case JPEG -> "JPG";
      case WEBP -> "WEBP";
    };
  }
}
