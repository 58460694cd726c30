package dev.atelier.server.config;

import dev.atelier.image.ModerationLevel;
import dev.atelier.image.TenantId;
import dev.atelier.moderation.Action;
import dev.atelier.moderation.CategoryActions;
import dev.atelier.moderation.ModerationSettings;
import dev.atelier.moderation.Rule;
import dev.atelier.moderation.WhenAway;
import dev.atelier.moderation.remote.RemoteSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is looked for in prompts and pictures.
 *
 * @param builtIn whether all built-in rules hold, or only those that always do
 * @param reviewRefuses whether what a person should look at is refused
 * @param phrases the operator's own, for every tenant
 * @param tenants those for single tenants
 * @param actions what becomes of categories, by tenant
 * @param server a server that is asked, where there is one
 */
public record ModerationConfig(
    boolean builtIn,
    boolean reviewRefuses,
    ModerationSettings phrases,
    Map<TenantId, ModerationSettings> tenants,
    CategoryActions actions,
    Optional<RemoteSettings> server) {
  private static final String RULES = "moderation.rules";
  private static final String TENANTS = "moderation.tenants";
  private static final String SERVER = "moderation.server.";
  private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(120);

  public ModerationConfig {
    tenants = Map.copyOf(tenants);
  }

  static ModerationConfig of(ConfigValues values) {
    List<TenantRules> tenants =
        values.read(
            TENANTS,
            "a list of {tenant, off, review, refuse, phrases}",
            text -> list(text, TenantRules[].class));
    return new ModerationConfig(
        word(values, "moderation.built-in", "all", "minors").equals("all"),
        word(values, "moderation.review", "allow", "refuse").equals("refuse"),
        values.read(
            RULES,
            "a list of {category, phrases, levels}",
            text -> phrases(list(text, PhraseRule[].class))),
        byTenant(tenants),
        actions(tenants),
        server(values));
  }

  private static String word(ConfigValues values, String name, String one, String other) {
    return values.read(
        name,
        one + " or " + other,
        value -> {
          if (!value.equals(one) && !value.equals(other)) {
            throw new IllegalArgumentException(value);
          }
          return value;
        });
  }

  private static Map<TenantId, ModerationSettings> byTenant(List<TenantRules> tenants) {
    var phrases = new HashMap<TenantId, ModerationSettings>();
    for (TenantRules tenant : tenants) {
      checked(() -> {
        var before = phrases.put(new TenantId(tenant.tenant()), phrases(tenant.phrases()));
        if (before != null) {
          throw new IllegalArgumentException("tenant " + tenant.tenant() + " comes twice");
        }
      });
    }
    return phrases;
  }

  private static CategoryActions actions(List<TenantRules> tenants) {
    var actions = new HashMap<TenantId, Map<String, Action>>();
    for (TenantRules tenant : tenants) {
      var own = new HashMap<String, Action>();
      tenant.off().forEach(category -> own.put(category, Action.OFF));
      tenant.review().forEach(category -> own.put(category, Action.REVIEW));
      tenant.refuse().forEach(category -> own.put(category, Action.REFUSE));
      if (own.size() < tenant.off().size() + tenant.review().size() + tenant.refuse().size()) {
        throw new ConfigException(
            "setting \"%s\": tenant %s has a category twice".formatted(TENANTS, tenant.tenant()));
      }
      actions.put(new TenantId(tenant.tenant()), own);
    }
    var made = new ArrayList<CategoryActions>();
    checked(() -> made.add(new CategoryActions(actions)));
    return made.getFirst();
  }

  private static void checked(Runnable step) {
    try {
      step.run();
    } catch (IllegalArgumentException e) {
      throw new ConfigException("setting \"%s\": %s".formatted(TENANTS, e.getMessage()), e);
    }
  }

  private static Optional<RemoteSettings> server(ConfigValues values) {
    Optional<URI> url = values.uri(SERVER + "url");
    Duration timeout = values.duration(SERVER + "timeout");
    if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new ConfigException(
          "setting \"%stimeout\" must be 1s to 120s, not \"%s\""
              .formatted(SERVER, values.text(SERVER + "timeout")));
    }
    return url.map(base ->
        values.read(
            SERVER + "url",
            "an http or https URL, with thresholds from 0 to 1",
            _ ->
                new RemoteSettings(
                    base,
                    values.given(SERVER + "key"),
                    values.text(SERVER + "model"),
                    timeout,
                    thresholds(values),
                    whenAway(values),
                    values.flag(SERVER + "pictures"))));
  }

  private static Map<String, Double> thresholds(ConfigValues values) {
    String name = SERVER + "thresholds";
    return values.read(
        name,
        "categories with scores, such as violence=0.8, sexual=0.9",
        _ ->
            values.list(name).stream()
                .map(pair -> pair.split("=", -1))
                .collect(
                    Collectors.toMap(
                        pair -> pair[0].strip(),
                        pair -> Double.parseDouble(pair[pair.length - 1]))));
  }

  private static WhenAway whenAway(ConfigValues values) {
    return values.read(
        SERVER + "when-away",
        "allow, review or refuse",
        value -> WhenAway.valueOf(value.toUpperCase(Locale.ROOT)));
  }

  private static <T> List<T> list(String text, Class<T[]> type) {
    if (text.equals("[]")) {
      return List.of(); // the usual case, without loading a JSON mapper
    }
    try {
      return List.of(
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .build()
              .readValue(text, type));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ModerationSettings phrases(List<PhraseRule> rules) {
    return new ModerationSettings(rules.stream().map(PhraseRule::rule).toList());
  }

  /** Phrases that block a prompt; no levels means all of them. */
  record PhraseRule(String category, List<String> phrases, List<String> levels) {
    Rule rule() {
      Set<ModerationLevel> at =
          levels == null || levels.isEmpty()
              ? Set.of(ModerationLevel.values())
              : levels.stream()
                  .map(word -> ModerationLevel.valueOf(word.toUpperCase(Locale.ROOT)))
                  .collect(Collectors.toUnmodifiableSet());
      return new Rule(category, phrases, at);
    }
  }

  /** What one tenant has otherwise than the others. */
  record TenantRules(
      String tenant,
      List<String> off,
      List<String> review,
      List<String> refuse,
      List<PhraseRule> phrases) {
    TenantRules {
      if (tenant == null) {
        throw new IllegalArgumentException("tenant");
      }
      off = copy(off);
      review = copy(review);
      refuse = copy(refuse);
      phrases = copy(phrases);
    }

    private static <T> List<T> copy(List<T> given) {
      return given == null ? List.of() : List.copyOf(given);
    }
  }
}
