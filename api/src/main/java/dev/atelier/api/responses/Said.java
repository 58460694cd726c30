package dev.atelier.api.responses;

import dev.atelier.api.read.ImageReference;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/**
 * What the input of a request says.
 *
 * @param prompt may be empty
 * @param instructions how many characters of the prompt's beginning they are
 * @param pictures given by the user, since the last generation
 * @param earlier the pictures of the last generation
 * @param items the input as it is listed later, with {@code at} for each text of the prompt and
 *     {@code input} for each picture that came without a name, by its place in {@code pictures}
 */
record Said(
    String prompt,
    int instructions,
    List<ImageReference> pictures,
    List<EarlierImage> earlier,
    ArrayNode items) {
  Said {
    pictures = List.copyOf(pictures);
    earlier = List.copyOf(earlier);
  }
}
