package dev.atelier.providers.openai;

import dev.atelier.provider.Account;
import dev.atelier.providers.upstream.AccountOptions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How one server differs from OpenAI: the account's own options over those of its preset.
 *
 * @param auth which header carries the key
 * @param apiVersion the {@code api-version} of the query, where one is needed
 * @param deployments whether the model stands in the path, as at Azure
 * @param omit fields that the server refuses or does not know
 * @param responseFormat what to send as {@code response_format}
 * @param jsonEdits whether edits are sent as JSON with data URLs, not as a form
 * @param stream whether it can send previews
 * @param imagePart the form's name for an input image
 * @param userField the field that carries the caller's end-user id
 * @param route which of its endpoints makes the images
 * @param responsesModel the text model whose tool makes them on the route of responses
 */
record OpenAiOptions(
    Auth auth,
    Optional<String> apiVersion,
    boolean deployments,
    Set<String> omit,
    Optional<String> responseFormat,
    boolean jsonEdits,
    boolean stream,
    String imagePart,
    String userField,
    OpenAiRoute route,
    String responsesModel) {

  static final String PRESET = "preset";
  static final String ROUTE = "route";

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("auth", "bearer"),
          Map.entry("api-version", ""),
          Map.entry("deployments", "false"),
          Map.entry("omit", ""),
          Map.entry("response-format", ""),
          Map.entry("edits", "multipart"),
          Map.entry("stream", "true"),
          Map.entry("image-part", "image[]"),
          Map.entry("user-field", "user"),
          Map.entry(ROUTE, "images"),
          Map.entry("responses-model", "gpt-5.5"));

  /** Sources: each project's own documentation of its OpenAI-compatible endpoints. */
  private static final Map<String, Map<String, String>> PRESETS = presets();

  private static Map<String, Map<String, String>> presets() {
    var presets = new LinkedHashMap<String, Map<String, String>>();
    presets.put("openai", Map.of("user-field", "safety_identifier"));
    presets.put(
        "azure",
        Map.of(
            "auth", "api-key",
            "deployments", "true",
            "api-version", "2025-04-01-preview"));
    presets.put("sub2api", Map.of("response-format", "b64_json"));
    presets.put(
        "localai",
        Map.of(
            "response-format", "b64_json",
            "stream", "false",
            "image-part", "image",
            "omit", "output_format,output_compression,background,moderation,user,quality"));
    presets.put(
        "sd-server",
        Map.of(
            "stream", "false",
            "omit", "background,moderation,user,quality"));
    presets.put(
        "vllm-omni",
        Map.of(
            "response-format", "b64_json",
            "stream", "false",
            "image-part", "image",
            "omit", "output_format,output_compression,background,moderation,quality"));
    presets.put(
        "sglang",
        Map.of(
            "response-format", "b64_json",
            "stream", "false",
            "image-part", "image",
            "omit", "moderation,user"));
    return presets;
  }

  static OpenAiOptions of(Account account) {
    var values = new HashMap<>(DEFAULTS);
    values.putAll(preset(account));
    account
        .options()
        .forEach((name, value) -> {
          if (DEFAULTS.containsKey(name)) {
            values.put(name, value);
          }
        });
    return new OpenAiOptions(
        Auth.valueOf(value(values, "auth").toUpperCase(Locale.ROOT).replace('-', '_')),
        Optional.of(value(values, "api-version")).filter(text -> !text.isEmpty()),
        Boolean.parseBoolean(value(values, "deployments")),
        Arrays.stream(value(values, "omit").split(","))
            .map(String::strip)
            .collect(Collectors.toSet()),
        Optional.of(value(values, "response-format")).filter(text -> !text.isEmpty()),
        value(values, "edits").equals("json"),
        Boolean.parseBoolean(value(values, "stream")),
        value(values, "image-part"),
        value(values, "user-field"),
        OpenAiRoute.valueOf(value(values, ROUTE).toUpperCase(Locale.ROOT)),
        value(values, "responses-model"));
  }

  private static String value(Map<String, String> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** What is wrong with an account's options. */
  static Optional<String> problem(Account account) {
    Optional<String> preset = account.option(PRESET);
    if (preset.filter(name -> !PRESETS.containsKey(name)).isPresent()) {
      return Optional.of(
          "there is no preset "
              + preset.get()
              + "; there are "
              + String.join(", ", PRESETS.keySet()));
    }
    var own = new TreeSet<>(DEFAULTS.keySet());
    own.add(PRESET);
    return AccountOptions.problem(account, own, "https://api.openai.com/v1")
        .or(() -> value(account, "auth", Set.of("bearer", "api-key", "x-api-key", "none")))
        .or(() -> value(account, "deployments", Set.of("true", "false")))
        .or(() -> value(account, "stream", Set.of("true", "false")))
        .or(() -> value(account, "edits", Set.of("multipart", "json")))
        .or(() -> value(account, "response-format", Set.of("b64_json", "url")))
        .or(() -> value(account, "image-part", Set.of("image", "image[]")))
        .or(() -> value(account, "user-field", Set.of("user", "safety_identifier")))
        .or(() -> value(account, ROUTE, Set.of("images", "responses", "auto")));
  }

  boolean sends(String field) {
    return !omit.contains(field);
  }

  private static Map<String, String> preset(Account account) {
    return PRESETS.getOrDefault(account.option(PRESET).orElse("openai"), Map.of());
  }

  private static Optional<String> value(Account account, String name, Set<String> known) {
    return account
        .option(name)
        .filter(value -> !known.contains(value))
        .map(value ->
            "option %s must be one of %s, not %s"
                .formatted(name, String.join(", ", new TreeSet<>(known)), value));
  }

  /** Which header carries the key. */
  enum Auth {
    BEARER,
    API_KEY,
    X_API_KEY,
    NONE
  }
}
