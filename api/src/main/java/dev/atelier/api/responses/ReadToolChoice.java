package dev.atelier.api.responses;

import dev.atelier.api.read.Value;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads {@code tool_choice}, which must let the image tool be called. */
final class ReadToolChoice {
  private static final String FIELD = "tool_choice";
  private static final List<String> WORDS = List.of("auto", "required", "none");
  private static final int JSON_MAX = 2_000;

  private ReadToolChoice() {}

  /**
   * As it was given; empty if it was not.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static Optional<JsonNode> of(JsonNode body) {
    JsonNode choice = body.path(FIELD);
    if (choice.isMissingNode() || choice.isNull()) {
      return Optional.empty();
    }
    if (choice.isString()) {
      requireWord(choice.stringValue());
    } else if (choice.isObject()) {
      requireImageTool(choice);
    } else {
      throw RequestFault.invalid(
          FIELD, new Problem.WrongType("a string or an object", Value.kind(choice)));
    }
    return Optional.of(choice);
  }

  private static void requireWord(String word) {
    if (!WORDS.contains(word)) {
      throw RequestFault.invalid(FIELD, new Problem.NotOneOf(word, WORDS));
    }
    if (word.equals("none")) {
      throw forbidden("'none' forbids it");
    }
  }

  private static void requireImageTool(JsonNode choice) {
    int length = choice.toString().length();
    if (length > JSON_MAX) {
      throw RequestFault.invalid(FIELD, new Problem.TooLong(JSON_MAX, length));
    }
    boolean image =
        switch (choice.path("type").asString("")) {
          case ReadTools.IMAGE -> true;
          case "allowed_tools" -> allows(choice);
          default -> false;
        };
    if (!image) {
      throw forbidden("another tool is demanded");
    }
  }

  private static boolean allows(JsonNode choice) {
    String mode = choice.path("mode").asString("");
    if (!List.of("auto", "required").contains(mode)) {
      throw RequestFault.invalid(
          FIELD + ".mode", new Problem.NotOneOf(mode, List.of("auto", "required")));
    }
    return choice.path("tools").valueStream().anyMatch(ReadTools::isImage);
  }

  private static FaultException forbidden(String why) {
    return RequestFault.invalid(
        FIELD, new Problem.Other("this server only generates images, and " + why + "."));
  }
}
