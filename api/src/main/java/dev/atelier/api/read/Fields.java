package dev.atelier.api.read;

import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.Form;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * The named values of a request or of an object in it, read by type. What is null, and unless the
 * server is strict what was left empty, counts as not given. Every method throws a {@link
 * FaultException} with {@link RequestFault.InvalidField} under the caller's full name of the field.
 */
public final class Fields {
  private final String prefix;
  private final Strictness strictness;
  private final Map<String, Value> values;

  private Fields(String prefix, Strictness strictness, Map<String, Value> values) {
    this.prefix = prefix;
    this.strictness = strictness;
    this.values = values;
  }

  /**
   * @param prefix what the caller's names of these fields begin with, such as {@code images[0].}
   */
  public static Fields ofJson(String prefix, JsonNode object, Strictness strictness) {
    return ofJson(prefix, object, strictness, strictness.lenient());
  }

  /** The same for a body that orders nothing but changes what is set: to the letter. */
  public static Fields ofJson(String prefix, JsonNode object) {
    return ofJson(prefix, object, Strictness.STRICT);
  }

  /**
   * The same, for an API whose own clients write numbers and booleans as strings: {@code "2"} means
   * 2 however strict the server is.
   */
  public static Fields ofLooseJson(String prefix, JsonNode object, Strictness strictness) {
    return ofJson(prefix, object, strictness, true);
  }

  private static Fields ofJson(
      String prefix, JsonNode object, Strictness strictness, boolean loose) {
    Map<String, Value> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(one -> {
          JsonNode node = one.getValue();
          values.put(
              one.getKey(),
              loose && node.isString()
                  ? new Value.Text(node.stringValue(), strictness)
                  : new Value.Json(node, strictness));
        });
    return new Fields(prefix, strictness, values);
  }

  /** Of a name that occurs twice the last value counts. */
  public static Fields ofForm(Form form, Strictness strictness) {
    Map<String, Value> values = new LinkedHashMap<>();
    form.texts().forEach(text -> values.put(text.name(), new Value.Text(text.value(), strictness)));
    return new Fields("", strictness, values);
  }

  /** Of a name that occurs twice the first value counts. */
  public static Fields ofQuery(Exchange exchange, Strictness strictness) {
    Map<String, Value> values = new LinkedHashMap<>();
    exchange
        .queryAll()
        .forEach((name, all) ->
            values.put(name, new Value.Text(all.isEmpty() ? "" : all.getFirst(), strictness)));
    return new Fields("", strictness, values);
  }

  /** The same of a request that no vendor documents. */
  public static Fields ofQuery(Exchange exchange) {
    return ofQuery(exchange, Strictness.LENIENT);
  }

  /** Refuses every field but these; unless the server is strict, one that says nothing is none. */
  public void only(Set<String> known) {
    values.keySet().stream()
        .filter(name -> !known.contains(name))
        .filter(name -> !strictness.lenient() || says(name))
        .findFirst()
        .ifPresent(name -> {
          throw invalid(name, new Problem.Unknown());
        });
  }

  /** Every name, whether or not a value is given under it. */
  public Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  /** Whether the field was given. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  public Optional<String> text(String name) {
    return typed(find(name), name, Value::text, "a string");
  }

  /** A text that must be there, 1 character at least. */
  public String requiredText(String name) {
    Value value = values.get(name);
    if (value == null || (strictness.lenient() && isNull(value))) {
      throw invalid(name, new Problem.Missing());
    }
    String text =
        value.text().orElseThrow(() -> invalid(name, wrongType("a string", value.kind())));
    if (text.isEmpty()) {
      throw invalid(name, new Problem.TooShort(1, 0));
    }
    return text;
  }

  /** The same for a word or a number, for which programs that have none write a word too. */
  public boolean says(String name) {
    return said(name).isPresent();
  }

  /** A word, such as the name of a model. */
  public Optional<String> word(String name) {
    return says(name) ? text(name) : Optional.empty();
  }

  public Optional<Boolean> bool(String name) {
    return typed(said(name), name, Value::bool, "a boolean");
  }

  public Optional<Integer> integer(String name, int min, int max) {
    return longInteger(name, min, max).map(Math::toIntExact);
  }

  public Optional<Long> longInteger(String name, long min, long max) {
    Optional<BigInteger> given = typed(said(name), name, Value::integer, "an integer");
    if (given.isPresent() && given.get().compareTo(BigInteger.valueOf(min)) < 0) {
      throw invalid(name, new Problem.BelowMinimum(min, given.get()));
    }
    if (given.isPresent() && given.get().compareTo(BigInteger.valueOf(max)) > 0) {
      throw invalid(name, new Problem.AboveMaximum(max, given.get()));
    }
    return given.map(BigInteger::longValueExact);
  }

  /** One of a few values, each written as {@code word} says. */
  public <T> Optional<T> oneOf(String name, List<T> supported, Function<T, String> word) {
    return oneOf(name, supported, word, UnaryOperator.identity());
  }

  /**
   * The same for words that have other names.
   *
   * @param meant the usual name of a word in small letters; not asked by a strict server
   */
  <T> Optional<T> oneOf(
      String name, List<T> supported, Function<T, String> word, UnaryOperator<String> meant) {
    return word(name)
        .map(given -> {
          String plain = strictness.lenient() ? meant.apply(Spelling.plain(given)) : given;
          return supported.stream()
              .filter(one -> spelled(word.apply(one)).equals(plain))
              .findFirst()
              .orElseThrow(() ->
                  invalid(
                      name, new Problem.NotOneOf(given, supported.stream().map(word).toList())));
        });
  }

  private String spelled(String word) {
    return strictness.lenient() ? Spelling.plain(word) : word;
  }

  public FaultException invalid(String name, Problem problem) {
    return RequestFault.invalid(prefix + name, problem);
  }

  /** What was said under the name of a word, number or size, of whatever type. */
  Optional<Value> said(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.saysNothing());
  }

  private Optional<Value> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isAbsent());
  }

  Strictness strictness() {
    return strictness;
  }

  private <T> Optional<T> typed(
      Optional<Value> given, String name, Function<Value, Optional<T>> reading, String expected) {
    return given.map(value ->
        reading.apply(value).orElseThrow(() -> invalid(name, wrongType(expected, value.kind()))));
  }

  private static boolean isNull(Value value) {
    return value instanceof Value.Json(var node, _) && node.isNull();
  }

  private static Problem wrongType(String expected, String got) {
    return new Problem.WrongType(expected, got);
  }
}
