package dev.atelier.api.runware;

import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The members of an image task that a strict server knows, by the object that has them. */
final class DocumentedFields {
  /** What the vendor's page of the model has, and what its SDKs send besides. */
  private static final Set<String> TASK =
      Set.of(
          "taskType",
          "taskUUID",
          "model",
          "positivePrompt",
          "width",
          "height",
          "numberResults",
          "inputs",
          "referenceImages",
          "outputType",
          "outputFormat",
          "outputQuality",
          "deliveryMethod",
          "webhookURL",
          "uploadEndpoint",
          "safety",
          "checkNSFW",
          "ttl",
          "includeCost",
          "providerSettings");

  /** What general programs send with every model and this one has no use for. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "negativePrompt",
          "steps",
          "scheduler",
          "CFGScale",
          "clipSkip",
          "promptWeighting",
          "usePromptWeighting",
          "strength",
          "acceleratorOptions",
          "skipResponse",
          "retry",
          "seed");

  private static final Map<String, Set<String>> NESTED =
      Map.of(
          "inputs", Set.of("referenceImages"),
          "safety", Set.of("checkContent", "mode"),
          "providerSettings.openai", Set.of("quality", "moderation", "background"));

  private DocumentedFields() {}

  /**
   * @throws FaultException {@link RequestFault.InvalidField} for any other
   */
  static void require(TaskBody task) {
    task.fields()
        .only(
            Stream.concat(TASK.stream(), WITHOUT_EFFECT.stream())
                .collect(Collectors.toUnmodifiableSet()));
    NESTED.forEach((object, known) -> task.object(object).only(known));
  }
}
