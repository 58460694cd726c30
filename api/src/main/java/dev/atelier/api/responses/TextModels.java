package dev.atelier.api.responses;

import dev.atelier.api.read.Strictness;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text models that callers may name: by name, by the name of a dated snapshot, and unless the
 * server is strict in any case and with a vendor before it.
 */
final class TextModels {
  private static final Pattern SNAPSHOT = Pattern.compile("-[0-9]{4}-[0-9]{2}-[0-9]{2}$");

  private final List<String> names;
  private final Strictness strictness;

  TextModels(List<String> names, Strictness strictness) {
    this.names = List.copyOf(names);
    this.strictness = strictness;
  }

  boolean has(String name) {
    String plain = strictness.lenient() ? name.strip().toLowerCase(Locale.ROOT) : name;
    String bare = strictness.lenient() ? plain.substring(plain.lastIndexOf('/') + 1) : plain;
    return names.contains(bare) || names.contains(SNAPSHOT.matcher(bare).replaceFirst(""));
  }
}
