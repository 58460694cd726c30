package dev.atelier.provider.account;

import dev.atelier.image.Operation;

/**
 * A kind of work that an account can or cannot take, written {@code gpt-image-2/edit}.
 *
 * @param model the catalogue's id, not an alias
 */
public record Route(String model, Operation operation) {
  /** The route that {@link #toString()} wrote. */
  public static Route parse(String text) {
    int slash = text.lastIndexOf('/');
    String word = text.substring(slash + 1);
    for (Operation operation : Operation.values()) {
      if (slash > 0 && operation.word().equals(word)) {
        return new Route(text.substring(0, slash), operation);
      }
    }
    throw new IllegalArgumentException("not a route: " + text);
  }

  @Override
  public String toString() {
    return model + "/" + operation.word();
  }
}
