package dev.atelier.provider.account;

import dev.atelier.image.ImageRequest;
import dev.atelier.image.Operation;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A kind of work that an account can or cannot take, written {@code gpt-image-2/edit}, and for work
 * that only some of the accounts may take {@code gpt-image-2/edit!official} (none with that tier
 * label), {@code gpt-image-2/edit~official} (those last) or {@code gpt-image-2/edit^official}
 * (those first). An edit with a mask is {@code gpt-image-2/edit+mask}.
 *
 * @param model the catalogue's id, not an alias
 * @param masked whether it is an edit with a mask, which not every upstream takes
 */
public record RoutingKey(String model, Operation operation, boolean masked, AccountFilter filter) {
  private static final String MASK = "+mask";
  private static final Pattern WRITTEN =
      Pattern.compile("(.+)/([a-z]+)(" + Pattern.quote(MASK) + ")?([!~^].*)?");

  /** One without a mask that any account may take. */
  public RoutingKey(String model, Operation operation) {
    this(model, operation, false, AccountFilter.all());
  }

  /** What a request needs, of any account. */
  public static RoutingKey of(ImageRequest request) {
    boolean masked = request instanceof ImageRequest.Edit edit && edit.mask().isPresent();
    return new RoutingKey(
        request.order().model(), request.operation(), masked, AccountFilter.all());
  }

  /** Every kind of work with a model, of any account. */
  static Stream<RoutingKey> of(String model) {
    return Stream.concat(
        Arrays.stream(Operation.values()).map(operation -> new RoutingKey(model, operation)),
        Stream.of(new RoutingKey(model, Operation.EDIT, true, AccountFilter.all())));
  }

  /** The same work for other accounts. */
  public RoutingKey filter(AccountFilter other) {
    return new RoutingKey(model, operation, masked, other);
  }

  /** The work itself, whoever may take it: what an account can do, and rests from. */
  public RoutingKey work() {
    return filter(AccountFilter.all());
  }

  /** The same work without its mask. */
  public RoutingKey unmasked() {
    return new RoutingKey(model, operation, false, filter);
  }

  /** The key that {@link #text()} wrote. */
  public static RoutingKey parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (matcher.matches()) {
      for (Operation operation : Operation.values()) {
        if (operation.word().equals(matcher.group(2))) {
          String filter = matcher.group(4);
          return new RoutingKey(
              matcher.group(1),
              operation,
              matcher.group(3) != null,
              AccountFilter.parse(filter == null ? "" : filter));
        }
      }
    }
    throw new IllegalArgumentException("not a routing key: " + text);
  }

  /** As rows store it and {@link #parse} reads it, such as {@code gpt-image-2/edit!official}. */
  public String text() {
    return model + "/" + operation.word() + (masked ? MASK : "") + filter.text();
  }

  @Override
  public String toString() {
    return text();
  }
}
