package dev.atelier.api;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The named values of a request or of an object in it, read by type. Every method throws a {@link
 * FaultException} with {@link RequestFault.InvalidField} under the caller's full name of the field.
 */
public final class Fields {
  private final String prefix;
  private final Map<String, Value> values;

  private Fields(String prefix, Map<String, Value> values) {
    this.prefix = prefix;
    this.values = values;
  }

  /**
   * @param prefix what the caller's names of these fields begin with, such as {@code images[0].}
   */
  public static Fields ofJson(String prefix, JsonNode object) {
    Map<String, Value> values = new LinkedHashMap<>();
    object.properties().forEach(one -> values.put(one.getKey(), new Value.Json(one.getValue())));
    return new Fields(prefix, values);
  }

  /**
   * The same, for an API whose clients write numbers and booleans as strings too: {@code "2"} means
   * 2.
   */
  public static Fields ofLooseJson(String prefix, JsonNode object) {
    Map<String, Value> values = new LinkedHashMap<>();
    object.properties().forEach(one -> values.put(one.getKey(), loose(one.getValue())));
    return new Fields(prefix, values);
  }

  /** Of a name that occurs twice the last value counts. */
  public static Fields ofForm(Form form) {
    Map<String, Value> values = new LinkedHashMap<>();
    form.texts().forEach(text -> values.put(text.name(), new Value.Text(text.value())));
    return new Fields("", values);
  }

  /** Of a name that occurs twice the first value counts. */
  public static Fields ofQuery(Exchange exchange) {
    Map<String, Value> values = new LinkedHashMap<>();
    exchange
        .queryAll()
        .forEach(
            (name, all) -> values.put(name, new Value.Text(all.isEmpty() ? "" : all.getFirst())));
    return new Fields("", values);
  }

  /** Refuses every field but these. */
  public void only(Set<String> known) {
    values.keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw invalid(name, new Problem.Unknown());
        });
  }

  /** Whether the field was given, with any value but null. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  public Optional<String> text(String name) {
    return typed(name, Value::text, "a string");
  }

  /** A text that must be there, 1 character at least. */
  public String requiredText(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw invalid(name, new Problem.Missing());
    }
    String text =
        value.text().orElseThrow(() -> invalid(name, wrongType("a string", value.kind())));
    if (text.isEmpty()) {
      throw invalid(name, new Problem.TooShort(1, 0));
    }
    return text;
  }

  public Optional<Boolean> bool(String name) {
    return typed(name, Value::bool, "a boolean");
  }

  public Optional<Integer> integer(String name, int min, int max) {
    Optional<Long> given = typed(name, Value::integer, "an integer");
    if (given.isPresent() && given.get() < min) {
      throw invalid(name, new Problem.BelowMinimum(min, given.get()));
    }
    if (given.isPresent() && given.get() > max) {
      throw invalid(name, new Problem.AboveMaximum(max, given.get()));
    }
    return given.map(Math::toIntExact);
  }

  /** One of a few values, each written as {@code word} says. */
  public <T> Optional<T> oneOf(String name, List<T> supported, Function<T, String> word) {
    Optional<String> given = text(name);
    return given.map(text ->
        supported.stream()
            .filter(one -> word.apply(one).equals(text))
            .findFirst()
            .orElseThrow(() ->
                invalid(name, new Problem.NotOneOf(text, supported.stream().map(word).toList()))));
  }

  public FaultException invalid(String name, Problem problem) {
    return RequestFault.invalid(prefix + name, problem);
  }

  private <T> Optional<T> typed(
      String name, Function<Value, Optional<T>> reading, String expected) {
    return find(name)
        .map(value ->
            reading
                .apply(value)
                .orElseThrow(() -> invalid(name, wrongType(expected, value.kind()))));
  }

  private Optional<Value> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isNull());
  }

  private static Value loose(JsonNode node) {
    return node.isString() ? new Value.Text(node.stringValue()) : new Value.Json(node);
  }

  private static Problem wrongType(String expected, String got) {
    return new Problem.WrongType(expected, got);
  }
}
