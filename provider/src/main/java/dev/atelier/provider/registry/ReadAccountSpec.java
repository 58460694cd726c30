package dev.atelier.provider.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Reads an account from JSON, as the API and the configuration file have it: {@code name}, {@code
 * provider}, {@code preset}, {@code base_url}, {@code secret}, {@code models} (a list, or an object
 * of id → upstream's name), {@code concurrency}, {@code images_per_minute}, {@code tier}, {@code
 * weight}, {@code options}. A hyphen may stand for each underscore; null counts as absent.
 */
public final class ReadAccountSpec {
  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "name",
              "provider",
              "preset",
              "base_url",
              "secret",
              "models",
              "concurrency",
              "images_per_minute",
              "tier",
              "weight",
              "options"));

  private final Map<String, JsonNode> fields = new LinkedHashMap<>();

  private ReadAccountSpec(JsonNode json) {
    json.properties()
        .forEach(field -> {
          String name = field.getKey().replace('-', '_');
          if (!KNOWN.contains(name)) {
            throw new AccountProblemException(
                field.getKey(), "is not known here; known are " + String.join(", ", KNOWN));
          }
          if (!field.getValue().isNull()) {
            fields.put(name, field.getValue());
          }
        });
  }

  /**
   * @throws AccountProblemException naming the first field that is wrong
   */
  public static AccountSpec of(JsonNode json) {
    if (!json.isObject()) {
      throw new AccountProblemException("account", "must be an object");
    }
    return new ReadAccountSpec(json).spec();
  }

  /**
   * An account with the fields of {@code json} instead of its own; null clears one. Name and
   * provider stay. A credential that is kept goes to no other host: with another {@code base_url}
   * it must be given again.
   *
   * @throws AccountProblemException naming the first field that is wrong
   */
  public static AccountSpec changed(AccountSpec spec, JsonNode json) {
    if (!json.isObject()) {
      throw new AccountProblemException("account", "must be an object");
    }
    return new ReadAccountSpec(json).change(spec, json);
  }

  private AccountSpec change(AccountSpec spec, JsonNode json) {
    Set<String> given = new TreeSet<>();
    json.properties().forEach(field -> given.add(field.getKey().replace('-', '_')));
    for (String fixed : List.of("name", "provider", "preset")) {
      if (given.contains(fixed)) {
        throw new AccountProblemException(fixed, "cannot be changed; add another account");
      }
    }
    URI baseUrl =
        given.contains("base_url") ? AccountSpec.baseUrl(required("base_url")) : spec.baseUrl();
    if (!given.contains("secret")
        && !spec.secret().isEmpty()
        && !sameHost(spec.baseUrl(), baseUrl)) {
      throw new AccountProblemException(
          "secret", "must be given again with another base_url, since it would be sent there");
    }
    return new AccountSpec(
        spec.name(),
        spec.provider(),
        baseUrl,
        given.contains("secret") ? secret() : spec.secret(),
        given.contains("models") ? models() : spec.models(),
        given.contains("concurrency")
            ? number("concurrency").orElse(AccountSpec.CONCURRENCY)
            : spec.concurrency(),
        given.contains("images_per_minute") ? number("images_per_minute") : spec.imagesPerMinute(),
        given.contains("tier") ? text("tier") : spec.tier(),
        given.contains("weight") ? number("weight").orElse(AccountSpec.WEIGHT) : spec.weight(),
        given.contains("options")
            ? AccountSpec.options(
                Optional.ofNullable(spec.options().get("preset")), texts("options"))
            : spec.options());
  }

  private static boolean sameHost(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  private AccountSpec spec() {
    return new AccountSpec(
        required("name"),
        required("provider"),
        AccountSpec.baseUrl(required("base_url")),
        secret(),
        models(),
        number("concurrency").orElse(AccountSpec.CONCURRENCY),
        number("images_per_minute"),
        text("tier"),
        number("weight").orElse(AccountSpec.WEIGHT),
        AccountSpec.options(text("preset"), texts("options")));
  }

  /** One of OAuth2 may stand as an object too. */
  private String secret() {
    JsonNode node = fields.get("secret");
    return node != null && node.isObject() ? node.toString() : text("secret").orElse("");
  }

  private Map<String, String> models() {
    JsonNode node = fields.get("models");
    if (node == null || node.isObject()) {
      return texts("models");
    }
    if (!node.isArray()) {
      throw new AccountProblemException("models", "must be a list or an object");
    }
    var models = new LinkedHashMap<String, String>();
    for (JsonNode one : node) {
      if (!one.isString()) {
        throw new AccountProblemException("models", "must hold names");
      }
      models.put(one.stringValue(), one.stringValue());
    }
    return models;
  }

  private Map<String, String> texts(String name) {
    JsonNode node = fields.get(name);
    var texts = new LinkedHashMap<String, String>();
    if (node == null) {
      return texts;
    }
    if (!node.isObject()) {
      throw new AccountProblemException(name, "must be an object");
    }
    node.properties()
        .forEach(one -> {
          if (!one.getValue().isValueNode()) {
            throw new AccountProblemException(name + "." + one.getKey(), "must be a text");
          }
          texts.put(one.getKey(), one.getValue().asString());
        });
    return texts;
  }

  private String required(String name) {
    return text(name).orElseThrow(() -> new AccountProblemException(name, "is missing"));
  }

  private Optional<String> text(String name) {
    JsonNode node = fields.get(name);
    if (node != null && !node.isString()) {
      throw new AccountProblemException(name, "must be a text");
    }
    return Optional.ofNullable(node).map(JsonNode::stringValue).filter(text -> !text.isEmpty());
  }

  private OptionalInt number(String name) {
    JsonNode node = fields.get(name);
    if (node == null) {
      return OptionalInt.empty();
    }
    if (!node.isInt()) {
      throw new AccountProblemException(name, "must be a whole number");
    }
    return OptionalInt.of(node.intValue());
  }
}
