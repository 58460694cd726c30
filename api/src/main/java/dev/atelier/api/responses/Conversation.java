package dev.atelier.api.responses;

import dev.atelier.api.read.ImageReference;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gathers what is said in an input, item by item. The user's words and pictures count since the
 * last generation; where nothing was said after it, those before it count.
 */
final class Conversation {
  private final ArrayNode items = JsonNodeFactory.instance.arrayNode();
  private final List<Text> texts = new ArrayList<>();
  private final List<Text> guidance = new ArrayList<>();
  private Turn turn = new Turn();
  private List<EarlierImage> earlier = new ArrayList<>();
  private boolean answered;

  /** A text and where the list of items has it. */
  private record Text(ObjectNode part, String text) {}

  /** What the user said at a stretch. */
  private static final class Turn {
    private final List<Text> texts = new ArrayList<>();
    private final List<ImageReference> pictures = new ArrayList<>();
    private final List<ObjectNode> listed = new ArrayList<>();
  }

  /** Where the next item is written. */
  ArrayNode items() {
    return items;
  }

  /** A text of the user; {@code part} is where it is listed. */
  void user(ObjectNode part, String text) {
    texts.add(new Text(part, text));
    now().texts.add(texts.getLast());
  }

  /** A text of the system or the developer. */
  void guidance(ObjectNode part, String text) {
    texts.add(new Text(part, text));
    guidance.add(texts.getLast());
  }

  /** A text that counts for nothing, such as the assistant's. */
  void aside(ObjectNode part, String text) {
    texts.add(new Text(part, text));
  }

  /** A picture of the user; {@code part} is where it is listed. */
  void picture(ObjectNode part, ImageReference picture) {
    now().pictures.add(picture);
    turn.listed.add(part);
  }

  /** A picture that was made before; several in a row are of one generation. */
  void made(EarlierImage image) {
    if (!answered) {
      earlier = new ArrayList<>();
    }
    earlier.add(image);
    answered = true;
  }

  /** The turn that goes on, or a new one after an answer. */
  private Turn now() {
    if (answered) {
      turn = new Turn();
      answered = false;
    }
    return turn;
  }

  Said end(String instructions) {
    var prompt = new StringBuilder(instructions);
    guidance.forEach(text -> append(prompt, text));
    turn.texts.forEach(text -> append(prompt, text));
    texts.stream()
        .filter(text -> !text.part().has("at"))
        .forEach(text -> text.part().put("text", text.text()));
    for (int i = 0; i < turn.listed.size(); i++) {
      if (!turn.listed.get(i).has("file_id") && !turn.listed.get(i).has("image_url")) {
        turn.listed.get(i).put("input", i);
      }
    }
    return new Said(prompt.toString(), instructions.length(), turn.pictures, earlier, items);
  }

  private static void append(StringBuilder prompt, Text text) {
    if (text.text().isBlank()) {
      return;
    }
    if (!prompt.isEmpty()) {
      prompt.append('\n');
    }
    int from = prompt.length();
    prompt.append(text.text());
    text.part().putArray("at").add(from).add(prompt.length());
  }
}
