package dev.atelier.api.runware;

import dev.atelier.api.DialectState;
import dev.atelier.queue.Job;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What only this API remembers of a job.
 *
 * @param taskUuid as the client wrote it; empty for a job of another API
 * @param outputs the forms in which each image is given, in the client's order
 * @param print of the task but for how many images it asks for: what a repeat is known by
 */
record RunwareState(
    Optional<String> taskUuid, List<OutputType> outputs, boolean includeCost, String print)
    implements DialectState {
  static final String DIALECT = "runware";
  private static final String TASK = "taskUUID";
  private static final String OUTPUTS = "outputType";
  private static final String COST = "includeCost";
  private static final String PRINT = "print";

  /** Members that hold the customer's words, or tell them to who guesses. */
  static final Set<String> TEXTS = Set.of(PRINT);

  RunwareState {
    outputs = List.copyOf(outputs);
  }

  /** Each form an image can be given in. */
  enum OutputType {
    URL("URL"),
    BASE64("base64Data"),
    DATA_URI("dataURI");

    private final String word;

    OutputType(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Optional<OutputType> of(String text) {
      return Arrays.stream(values()).filter(one -> one.word.equals(text)).findFirst();
    }

    /** The same in any case. */
    static Optional<OutputType> meant(String text) {
      return Arrays.stream(values())
          .filter(one -> one.word.equalsIgnoreCase(text.strip()))
          .findFirst();
    }
  }

  /** That of a job; links alone if it came through another API. */
  static RunwareState of(Job job) {
    if (!job.dialect().equals(DIALECT)) {
      return new RunwareState(Optional.empty(), List.of(OutputType.URL), false, "");
    }
    JsonNode json = JsonMapper.shared().readTree(job.dialectState());
    var outputs = new ArrayList<OutputType>();
    json.path(OUTPUTS).forEach(word -> OutputType.of(word.stringValue("")).ifPresent(outputs::add));
    return new RunwareState(
        Optional.of(json.path(TASK).stringValue("")),
        outputs,
        json.path(COST).asBoolean(false),
        json.path(PRINT).stringValue(""));
  }

  /** Whether the job is of another task; what cannot be told any more is believed. */
  boolean isOfOther(String asked) {
    return !print.isEmpty() && !print.equals(asked);
  }

  @Override
  public String text() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    taskUuid.ifPresent(uuid -> json.put(TASK, uuid));
    var words = json.putArray(OUTPUTS);
    outputs.forEach(output -> words.add(output.word()));
    json.put(COST, includeCost);
    json.put(PRINT, print);
    return json.toString();
  }
}
