package dev.atelier.moderation;

import dev.atelier.image.Prompt;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Blocks prompts that hold one of the configured phrases; made here, without asking anyone. */
public final class PhrasePolicy implements PromptPolicy {
  private final List<Rule> rules;
  private final List<Rule> owners = new ArrayList<>();
  private final PhraseFinder finder;

  public PhrasePolicy(List<Rule> rules) {
    this.rules = rules.stream().filter(rule -> !rule.phrases().isEmpty()).toList();
    var phrases = new ArrayList<String>();
    for (var rule : this.rules) {
      for (var phrase : rule.phrases()) {
        phrases.add(NormalText.of(phrase));
        owners.add(rule);
      }
    }
    this.finder = new PhraseFinder(phrases);
  }

  @Override
  public List<String> checks(ModerationContext context) {
    return rules.stream()
        .filter(rule -> rule.levels().contains(context.level()))
        .map(rule -> "phrases:" + rule.category())
        .distinct()
        .toList();
  }

  @Override
  public List<Finding> check(Prompt prompt, ModerationContext context) {
    var found = new BitSet(owners.size());
    finder.find(NormalText.of(prompt.text()), found::set);
    return found.stream()
        .mapToObj(owners::get)
        .filter(rule -> rule.levels().contains(context.level()))
        .map(Rule::category)
        .distinct()
        .map(category -> new Finding(category, Action.REFUSE, "phrases:" + category))
        .toList();
  }
}
