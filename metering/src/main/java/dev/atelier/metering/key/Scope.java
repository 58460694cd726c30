package dev.atelier.metering.key;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may do. No scope implies another. */
public enum Scope {
  /** Make pictures, and see and cancel one's own jobs. */
  GENERATE("generate"),
  /** See jobs, usage and metrics. */
  READ("read"),
  /** Manage keys, accounts and tenants. */
  ADMIN("admin");

  private final String word;

  Scope(String word) {
    this.word = word;
  }

  /** The name in commands, configuration and the admin API. */
  public String word() {
    return word;
  }

  /** The scope of that name, in any case. */
  public static Optional<Scope> of(String word) {
    return Arrays.stream(values()).filter(scope -> scope.word.equalsIgnoreCase(word)).findFirst();
  }

  public static Set<Scope> all() {
    return Set.of(values());
  }

  /** As a key's row and the audit log have them: words in a fixed order, separated by blanks. */
  public static String join(Set<Scope> scopes) {
    return Arrays.stream(values())
        .filter(scopes::contains)
        .map(Scope::word)
        .collect(Collectors.joining(" "));
  }

  static Set<Scope> split(String joined) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (var word : joined.split(" ")) {
      of(word).ifPresent(scopes::add);
    }
    return Set.copyOf(scopes);
  }
}
