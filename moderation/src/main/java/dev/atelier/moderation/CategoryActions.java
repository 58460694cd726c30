package dev.atelier.moderation;

import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What becomes of whole categories, for tenants that want it otherwise than the rules say.
 *
 * @param tenants by tenant, what becomes of a category
 */
public record CategoryActions(Map<TenantId, Map<String, Action>> tenants) {
  /** Never weakened, by nobody, at no level. */
  public static final String STRICT = "sexual/minors";

  public static final CategoryActions NONE = new CategoryActions(Map.of());

  public CategoryActions {
    tenants =
        tenants.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, of -> Map.copyOf(of.getValue())));
    tenants.forEach((tenant, actions) -> {
      if (actions.getOrDefault(STRICT, Action.REFUSE) != Action.REFUSE) {
        throw new IllegalArgumentException(
            "tenant %s: category %s is always refused and cannot be set to %s"
                .formatted(tenant.value(), STRICT, actions.get(STRICT)));
      }
    });
  }

  /** The findings as the tenant wants them. */
  List<Finding> apply(TenantId tenant, List<Finding> findings) {
    Map<String, Action> actions = of(tenant);
    return findings.stream()
        .filter(finding -> actions.get(finding.category()) != Action.OFF)
        .map(finding ->
            new Finding(
                finding.category(),
                actions.getOrDefault(finding.category(), finding.action()),
                finding.rule()))
        .toList();
  }

  /** The names of checks without those of categories that are off. */
  List<String> ran(TenantId tenant, List<String> checks) {
    Map<String, Action> actions = of(tenant);
    return checks.stream()
        .filter(check -> actions.get(check.substring(check.indexOf(':') + 1)) != Action.OFF)
        .toList();
  }

  private Map<String, Action> of(TenantId tenant) {
    return tenants.getOrDefault(tenant, Map.of());
  }
}
