package dev.atelier.api.responses;

import dev.atelier.api.read.FieldNames;
import dev.atelier.api.read.Fields;
import dev.atelier.api.read.ImageReference;
import dev.atelier.api.read.MetadataPairs;
import dev.atelier.api.read.OrderFields;
import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.Strictness;
import dev.atelier.image.FaultException;
import dev.atelier.image.Order;
import dev.atelier.image.Prompt;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The table of a request's fields; what it does not name is passed over. */
final class ReadFields {
  static final String PREVIOUS = "previous_response_id";
  static final String MASK = "input_image_mask";

  private static final String BACKGROUND = "background";
  private static final String CONVERSATION = "conversation";
  private static final int ID_MAX = 128;

  private final ReadModels models;
  private final Strictness strictness;

  ReadFields(ReadModels models, Strictness strictness) {
    this.models = models;
    this.strictness = strictness;
  }

  /**
   * @throws FaultException {@link RequestFault.InvalidField}
   * @throws Refusal for an unknown model
   */
  ResponseFields read(JsonNode body, ReadImageReferences pictures) throws IOException {
    Fields fields = Fields.ofJson("", body, strictness);
    ReadModels.Called called = models.called(fields);
    ReadTools.Tools tools = ReadTools.of(body, called.image().isPresent());
    Fields toolFields = tools.fields(strictness);
    boolean stream = fields.bool("stream").orElse(false);
    ImageTool tool =
        ImageTool.of(
            toolFields, models.drawing(called, toolFields, tools.name() + ".model"), stream);
    ObjectNode echo = ReadEcho.of(body, fields);
    ReadToolChoice.of(body).ifPresent(choice -> echo.set("tool_choice", choice));
    refuseConversation(fields, body);
    var asked =
        new ResponseState.Asked(
            called.name(),
            fields.bool(BACKGROUND).orElse(false),
            fields.bool("store").orElse(true),
            previous(fields),
            MetadataPairs.of(body),
            echo,
            listed(tools, tool));
    if (asked.background() && !asked.store()) {
      throw fields.invalid(
          BACKGROUND, new Problem.Other("a response in the background must be stored."));
    }
    Said said =
        new ReadInput(pictures, strictness).read(body, fields.text("instructions").orElse(""));
    return new ResponseFields(
        order(fields, tool, said),
        tool,
        tools.name(),
        said,
        mask(tools, pictures),
        stream,
        ResponseState.of(asked, said));
  }

  private static Order order(Fields fields, ImageTool tool, Said said) {
    if (said.prompt().isBlank()) {
      throw RequestFault.invalid(
          ReadInput.FIELD, new Problem.Other("it has no text that says what to draw."));
    }
    var common = new OrderFields(fields, FieldNames.OPENAI);
    Optional<String> safetyIdentifier = common.endUser("safety_identifier");
    Optional<String> user = common.endUser("user");
    return new Order(
        tool.model().id(),
        new Prompt(said.prompt()),
        1,
        tool.output(),
        tool.partials(),
        tool.moderation(),
        safetyIdentifier.or(() -> user),
        OptionalLong.empty());
  }

  private static Optional<String> previous(Fields fields) {
    Optional<String> id = fields.text(PREVIOUS);
    if (id.filter(text -> text.length() > ID_MAX).isPresent()) {
      throw RenderFault.noPrevious(id.get());
    }
    return id;
  }

  private static void refuseConversation(Fields fields, JsonNode body) {
    if (body.hasNonNull(CONVERSATION)) {
      throw fields.invalid(
          CONVERSATION,
          new Problem.Other("this server keeps no conversations; name the previous response."));
    }
  }

  private static List<JsonNode> listed(ReadTools.Tools tools, ImageTool tool) {
    var all = new ArrayList<JsonNode>(tools.all());
    all.set(tools.index(), tool.json());
    return all;
  }

  private static Optional<ImageReference> mask(ReadTools.Tools tools, ReadImageReferences pictures)
      throws IOException {
    JsonNode mask = tools.image().path(MASK);
    return mask.isMissingNode() || mask.isNull()
        ? Optional.empty()
        : Optional.of(
            pictures.at(tools.name() + "." + MASK, "/tools/" + tools.index() + "/" + MASK, mask));
  }
}
