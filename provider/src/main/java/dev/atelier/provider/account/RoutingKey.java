package dev.atelier.provider.account;

import dev.atelier.image.Operation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of work that an account can or cannot take, written {@code gpt-image-2/edit}, and for work
 * that only some of the accounts may take {@code gpt-image-2/edit!official} (none with that tier
 * label), {@code gpt-image-2/edit~official} (those last) or {@code gpt-image-2/edit^official}
 * (those first).
 *
 * @param model the catalogue's id, not an alias
 */
public record RoutingKey(String model, Operation operation, AccountFilter filter) {
  private static final Pattern WRITTEN = Pattern.compile("(.+)/([a-z]+)([!~^].*)?");

  /** One that any account may take. */
  public RoutingKey(String model, Operation operation) {
    this(model, operation, AccountFilter.all());
  }

  /** The same work for other accounts. */
  public RoutingKey filter(AccountFilter other) {
    return new RoutingKey(model, operation, other);
  }

  /** The work itself, whoever may take it: what an account can do, and rests from. */
  public RoutingKey work() {
    return filter(AccountFilter.all());
  }

  /** The key that {@link #text()} wrote. */
  public static RoutingKey parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (matcher.matches()) {
      for (Operation operation : Operation.values()) {
        if (operation.word().equals(matcher.group(2))) {
          String filter = matcher.group(3);
          return new RoutingKey(
              matcher.group(1), operation, AccountFilter.parse(filter == null ? "" : filter));
        }
      }
    }
    throw new IllegalArgumentException("not a routing key: " + text);
  }

  /** As rows store it and {@link #parse} reads it, such as {@code gpt-image-2/edit!official}. */
  public String text() {
    return model + "/" + operation.word() + filter.text();
  }

  @Override
  public String toString() {
    return text();
  }
}
