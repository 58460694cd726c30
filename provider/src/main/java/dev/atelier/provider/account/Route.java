package dev.atelier.provider.account;

import dev.atelier.image.Operation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of work that an account can or cannot take, written {@code gpt-image-2/edit}, and for work
 * that only some of the accounts may take {@code gpt-image-2/edit!official} (none with that tier
 * label) or {@code gpt-image-2/edit~official} (those last).
 *
 * @param model the catalogue's id, not an alias
 */
public record Route(String model, Operation operation, Among among) {
  private static final Pattern WRITTEN = Pattern.compile("(.+)/([a-z]+)([!~].*)?");

  /** One that any account may take. */
  public Route(String model, Operation operation) {
    this(model, operation, Among.all());
  }

  /** The same work for other accounts. */
  public Route among(Among other) {
    return new Route(model, operation, other);
  }

  /** The work itself, whoever may take it: what an account can do, and rests from. */
  public Route work() {
    return among(Among.all());
  }

  /** The route that {@link #toString()} wrote. */
  public static Route parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (matcher.matches()) {
      for (Operation operation : Operation.values()) {
        if (operation.word().equals(matcher.group(2))) {
          String among = matcher.group(3);
          return new Route(matcher.group(1), operation, Among.parse(among == null ? "" : among));
        }
      }
    }
    throw new IllegalArgumentException("not a route: " + text);
  }

  @Override
  public String toString() {
    return model + "/" + operation.word() + among;
  }
}
