package dev.atelier.moderation;

import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Blocks prompts that hold phrases which the operator set for their tenant alone. */
public final class TenantPhrases implements PromptPolicy {
  private final Map<TenantId, PhrasePolicy> tenants;

  public TenantPhrases(Map<TenantId, ModerationSettings> tenants) {
    this.tenants =
        tenants.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, of -> new PhrasePolicy(of.getValue().rules())));
  }

  @Override
  public List<String> checks(ModerationContext context) {
    PhrasePolicy own = tenants.get(context.tenant());
    return own == null ? List.of() : own.checks(context);
  }

  @Override
  public List<Finding> check(Prompt prompt, ModerationContext context) {
    PhrasePolicy own = tenants.get(context.tenant());
    return own == null ? List.of() : own.check(prompt, context);
  }
}
