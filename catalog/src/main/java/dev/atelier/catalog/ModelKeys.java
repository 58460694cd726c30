package dev.atelier.catalog;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says which key of a model file could not be read, and what was expected there. */
final class ModelKeys {
  private ModelKeys() {}

  static ModelException wrong(JacksonException failure) {
    String key = path(failure.getPath());
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          new ModelException(
              key,
              "is not a key; did you mean \""
                  + nearest(unknown.getPropertyName(), unknown.getKnownPropertyIds())
                  + "\"?");
      case JacksonException nested when nested.getCause() instanceof ModelException cause ->
          cause.under(key);
      case MismatchedInputException absent
          when absent.getOriginalMessage().contains("creator property") ->
          new ModelException(key, "is missing");
      case MismatchedInputException mismatch ->
          new ModelException(key, "must be " + expected(mismatch.getTargetType()));
      default -> new ModelException(key, "is wrong: " + failure.getOriginalMessage());
    };
  }

  private static String path(List<JacksonException.Reference> references) {
    return references.stream()
        .map(one ->
            one.getPropertyName() == null
                ? Integer.toString(one.getIndex())
                : one.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type == BigDecimal.class) {
      return "a number";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  /** The known key that shares most letters with it, in order. */
  private static String nearest(String name, Collection<Object> known) {
    return known.stream()
        .map(Object::toString)
        .sorted()
        .max(Comparator.comparingDouble(one -> likeness(name, one)))
        .orElse("");
  }

  /** The longest common subsequence as a share of both lengths. */
  private static double likeness(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int i = 0; i < one.length(); i++) {
      int diagonal = 0;
      for (int j = 0; j < other.length(); j++) {
        int above = row[j + 1];
        row[j + 1] = one.charAt(i) == other.charAt(j) ? diagonal + 1 : Math.max(row[j], row[j + 1]);
        diagonal = above;
      }
    }
    return 2.0 * row[other.length()] / (one.length() + other.length());
  }
}
