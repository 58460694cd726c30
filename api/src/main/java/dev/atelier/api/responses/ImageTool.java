package dev.atelier.api.responses;

import dev.atelier.api.openai.OutputFields;
import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.OrderFields;
import dev.atelier.catalog.Model;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of the image tool, read.
 *
 * @param modelName as the caller wrote it, or the model's id
 * @param partials previews wanted
 */
record ImageTool(
    Action action,
    Model model,
    String modelName,
    Output output,
    int partials,
    ModerationLevel moderation) {
  private static final String FIDELITY = "input_fidelity";
  private static final List<Action> ACTIONS = List.of(Action.values());

  /**
   * @param stream whether the answer is a stream, which alone can have previews
   */
  static ImageTool of(Fields fields, Model model, boolean stream) {
    if (fields.has(FIDELITY) && !model.inputFidelity()) {
      throw fields.invalid(
          FIDELITY, new Problem.NotSupportedByModel(fields.text("model").orElse(model.id())));
    }
    return new ImageTool(
        fields.oneOf("action", ACTIONS, Action::word).orElse(Action.AUTO),
        model,
        fields.text("model").orElse(model.id()),
        OutputFields.output(fields, model),
        OutputFields.partials(fields, stream),
        new OrderFields(fields, FieldNames.OPENAI).moderation());
  }

  /** As answers repeat it: every field, and without the mask. */
  ObjectNode json() {
    return json(action, modelName, output, partials, moderation);
  }

  /** The tool that would have ordered this. */
  static ObjectNode json(Order order) {
    return json(Action.AUTO, order.model(), order.output(), order.partials(), order.moderation());
  }

  private static ObjectNode json(
      Action action, String model, Output output, int partials, ModerationLevel moderation) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", ReadTools.IMAGE)
        .put("action", action.word())
        .put("background", output.background().word())
        .put("model", model)
        .put("moderation", moderation.word())
        .put("n", 1)
        .put("output_compression", output.compression())
        .put("output_format", output.format().word())
        .put("partial_images", partials)
        .put("quality", output.quality().word())
        .put("size", output.size().toString());
  }
}
