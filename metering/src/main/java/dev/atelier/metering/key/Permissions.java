package dev.atelier.metering.key;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a key may be used for, beside its scopes.
 *
 * @param models ids of models; empty: any model
 * @param dialects empty: any dialect
 */
public record Permissions(Set<String> models, Set<Dialect> dialects) {
  /** Whatever there is. */
  public static final Permissions ALL = new Permissions(Set.of(), Set.of());

  public Permissions {
    models = Set.copyOf(models);
    dialects = Set.copyOf(dialects);
    if (models.stream().anyMatch(model -> model.isBlank() || model.contains(" "))) {
      throw new IllegalArgumentException("the id of a model is one word");
    }
  }

  public boolean allowsModel(String id) {
    return models.isEmpty() || models.contains(id);
  }

  public boolean allows(Dialect dialect) {
    return dialects.isEmpty() || dialects.contains(dialect);
  }

  /** Whether these allow all that the others do. */
  public boolean cover(Permissions other) {
    return covers(models, other.models) && covers(dialects, other.dialects);
  }

  private static boolean covers(Set<?> mine, Set<?> others) {
    return mine.isEmpty() || (!others.isEmpty() && mine.containsAll(others));
  }

  /** As a key's row has them. */
  Optional<String> joinedModels() {
    return joined(models);
  }

  Optional<String> joinedDialects() {
    return joined(dialects.stream().map(Dialect::word).collect(Collectors.toSet()));
  }

  static Permissions of(Optional<String> models, Optional<String> dialects) {
    var words = EnumSet.noneOf(Dialect.class);
    dialects.ifPresent(joined ->
        Arrays.stream(joined.split(" "))
            .flatMap(word -> Dialect.of(word).stream())
            .forEach(words::add));
    return new Permissions(
        models.map(joined -> Set.of(joined.split(" "))).orElseGet(Set::of), words);
  }

  private static Optional<String> joined(Set<String> words) {
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", new TreeSet<>(words)));
  }
}
